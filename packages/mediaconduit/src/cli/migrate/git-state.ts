import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MediaConduitError } from '@mediaconduit/sdk';

const run = promisify(execFile);

/** Settings of the repository that would run programs of it. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/** What git knows of a folder. */
export interface GitState {
  /** Paths below the folder that are not as they were committed, or are not in git at all. */
  readonly dirty: readonly string[];
}

/**
 * Asks git; `undefined` for a folder in no repository, and where there is no git.
 * @param paths below the folder: those that git ignores count as dirty, as nothing could bring them back.
 */
export async function gitState(
  folder: string,
  paths: readonly string[],
  signal?: AbortSignal,
): Promise<GitState | undefined> {
  const git = async (...words: string[]): Promise<string> => {
    const options = { cwd: folder, signal, env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' }, maxBuffer: 1 << 26 };
    return (await run('git', [...SAFE, ...words], options)).stdout;
  };
  try {
    if ((await git('rev-parse', '--is-inside-work-tree')).trim() !== 'true') return undefined;
  } catch {
    if (signal?.aborted) throw signal.reason;
    return undefined;
  }
  const [prefix, status, tracked] = await Promise.all([
    git('rev-parse', '--show-prefix'),
    git('status', '--porcelain=v1', '-z', '--no-renames', '--untracked-files=all', '--', '.'),
    git('ls-files', '-z', '--', '.'),
  ]);
  const start = prefix.trimEnd().length;
  const changed = status.split('\0').flatMap((line) => (line === '' ? [] : [line.slice(3 + start)]));
  const known = new Set(tracked.split('\0'));
  return { dirty: [...new Set([...changed, ...paths.filter((path) => !known.has(path))])].sort() };
}

/** `MC_MIGRATION_UNSAVED`: nothing could bring back what a migration would change. */
export function unsaved(folder: string, dirty: readonly string[]): MediaConduitError {
  const shown = dirty.slice(0, 5).join(', ');
  const more = dirty.length > 5 ? ` and ${dirty.length - 5} more` : '';
  return new MediaConduitError(
    'MC_MIGRATION_UNSAVED',
    `${folder} has changes that are not committed: ${shown}${more}.`,
    {
      hint: 'commit or stash them first; --force goes on, and keeps a copy of every file that it changes',
      facts: { folder, dirty: dirty.slice(0, 100) },
    },
  );
}
