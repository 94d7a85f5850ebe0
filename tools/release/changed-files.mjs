import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

/** Every file that differs from where this branch left another, also what is not committed yet; paths from the root. */
export function changedFiles(since) {
  const lines = (...words) =>
    git(...words)
      .split('\0')
      .filter(Boolean);
  const tracked = lines('diff', '--name-only', '--no-renames', '-z', forkOf(since));
  return [...new Set([...tracked, ...lines('ls-files', '--others', '--exclude-standard', '-z')])].sort();
}

/** Text of a file where this branch left another, without one as it is now; undefined where it is not there. */
export function textAt(since, path) {
  if (!since) return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  return attempt(() => git('show', `${forkOf(since)}:${path}`));
}

/** Whether a branch, tag or commit is known here. */
export function hasCommit(name) {
  return attempt(() => git('rev-parse', '--verify', '--quiet', `${name}^{commit}`)) !== undefined;
}

function forkOf(since) {
  return git('merge-base', since, 'HEAD').trim();
}

function git(...words) {
  const stdio = ['ignore', 'pipe', 'ignore'];
  return execFileSync('git', words, { cwd: root, encoding: 'utf8', stdio, maxBuffer: 64 << 20 });
}

function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}
