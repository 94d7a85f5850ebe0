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
  /** True when a pattern with `!` may bring back what lies below an ignored folder. */
  readonly mayBringBack: boolean;
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

const EVERYTHING: Filter = { ignores: () => false, mayBringBack: false };

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
    mayBringBack: /^\s*!/m.test(text) || dockerfile.includes('/'),
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
  const names = await readdir(join(folder, below));
  const found = await Promise.all(names.map((name) => visit(folder, below === '' ? name : `${below}/${name}`, filter)));
  return found.flat();
}

async function visit(folder: string, path: string, filter: Filter): Promise<ContextEntry[]> {
  const ignored = filter.ignores(path);
  if (ignored && !filter.mayBringBack) return [];
  const entry = await entryOf(join(folder, path), path);
  const inner = entry?.kind === 'folder' ? await walk(folder, path, filter) : [];
  return entry && !ignored ? [entry, ...inner] : inner;
}

async function entryOf(file: string, path: string): Promise<ContextEntry | undefined> {
  const stats = await lstat(file);
  const { mode, size, mtimeMs, ctimeMs, ino } = stats;
  const facts = { path, file, mode: mode & 0o7777, size, stamp: `${mtimeMs}:${ctimeMs}:${ino}` };
  if (stats.isFile()) return { ...facts, kind: 'file' };
  if (stats.isDirectory()) return { ...facts, kind: 'folder' };
  return stats.isSymbolicLink() ? { ...facts, kind: 'link', link: await readlink(file) } : undefined;
}
