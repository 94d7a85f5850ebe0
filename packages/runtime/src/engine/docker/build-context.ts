import { readFileSync } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ignore } from '@balena/dockerignore';
import { messageOf, MediaConduitError } from '@mediaconduit/sdk';

/** One file, link or folder that the engine gets to build from. */
export interface ContextEntry {
  /** Relative to the context, with `/`. */
  readonly path: string;
  /** Absolute. */
  readonly file: string;
  readonly kind: 'file' | 'link' | 'folder';
  readonly mode: number;
  readonly size: number;
  /** Changes whenever the content may have: modification and status change times and the inode. */
  readonly stamp: string;
  /** Where a link points to; links are sent as links and never followed. */
  readonly link?: string;
}

/** Which entries of the context stay here. */
interface Filter {
  readonly ignores: (path: string) => boolean;
  /** Whether something below an ignored folder may be wanted all the same. */
  readonly mayNeed: (folder: string) => boolean;
}

/**
 * Everything of a build context that `.dockerignore` leaves in, sorted by path. The Dockerfile and the ignore file
 * itself are always in. Sockets and devices are left out.
 */
export async function listBuildContext(folder: string, dockerfile: string): Promise<ContextEntry[]> {
  try {
    const entries = await walk(folder, '', filterOf(folder, dockerfile));
    return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
  } catch (error) {
    throw new MediaConduitError(
      'MC_IMAGE_BUILD_FAILED',
      `The build context ${folder} cannot be read: ${messageOf(error)}`,
      {
        hint: 'check the folder and its permissions; list what the image does not need in .dockerignore',
        facts: { folder },
        cause: error,
      },
    );
  }
}

/** Everything below a folder, sorted by path. */
export function listFolder(folder: string): Promise<ContextEntry[]> {
  return walk(folder, '', EVERYTHING);
}

const EVERYTHING: Filter = { ignores: () => false, mayNeed: () => false };

function filterOf(folder: string, dockerfile: string): Filter {
  // As BuildKit does: an ignore file named after the Dockerfile wins.
  const text = readIfThere(join(folder, `${dockerfile}.dockerignore`)) ?? readIfThere(join(folder, '.dockerignore'));
  if (text === undefined) return EVERYTHING;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only when an image is really built from a folder
  const createIgnore = require('@balena/dockerignore') as () => Ignore;
  const rules = createIgnore().add(text);
  const needed = new Set([dockerfile, '.dockerignore']);
  return {
    ignores: (path) => !needed.has(path) && rules.ignores(path),
    mayNeed: reachOf([dockerfile, ...broughtBack(text)]),
  };
}

/** The patterns with `!`, which take back in what a pattern before them left out. */
function broughtBack(text: string): string[] {
  return text.split('\n').flatMap((line) => /^\s*!\s*(?:\.?\/)*(.*\S)/.exec(line)?.[1] ?? []);
}

/** Whether a pattern can match below a folder, by what stands before its first wildcard. */
function reachOf(patterns: readonly string[]): (folder: string) => boolean {
  const starts = patterns.map((pattern) => {
    const parts = pattern.split('/');
    const wildcard = parts.findIndex((part) => /[*?[\\]|^\.\.?$|^$/.test(part));
    return wildcard < 0 ? parts : parts.slice(0, wildcard);
  });
  return (folder) => {
    const parts = folder.split('/');
    return starts.some((start) => start.every((part, index) => index >= parts.length || part === parts[index]));
  };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

async function walk(folder: string, below: string, filter: Filter): Promise<ContextEntry[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (!filter.ignores(path)) return visit(folder, path, filter);
      return entry.isDirectory() && filter.mayNeed(path) ? walk(folder, path, filter) : [];
    }),
  );
  return found.flat();
}

async function visit(folder: string, path: string, filter: Filter): Promise<ContextEntry[]> {
  const entry = await entryOf(join(folder, path), path);
  const inner = entry?.kind === 'folder' ? await walk(folder, path, filter) : [];
  return entry ? [entry, ...inner] : inner;
}

async function entryOf(file: string, path: string): Promise<ContextEntry | undefined> {
  const stats = await lstat(file);
  const { mode, size, mtimeMs, ctimeMs, ino } = stats;
  const facts = { path, file, mode: mode & 0o7777, size, stamp: `${mtimeMs}:${ctimeMs}:${ino}` };
  if (stats.isFile()) return { ...facts, kind: 'file' };
  if (stats.isDirectory()) return { ...facts, kind: 'folder' };
  return stats.isSymbolicLink() ? { ...facts, kind: 'link', link: await readlink(file) } : undefined;
}
