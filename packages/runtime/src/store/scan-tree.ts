import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Pace } from './pace';
import { unsafeEntry } from './store-errors';
import { checkCharacters, checkLinks, NamesInFolder } from './tree-rules';
import type { FileEntry, TreeEntry } from './tree-index';

/** A file whose content has not been read yet. */
export type UnreadFile = Omit<FileEntry, 'sha256'>;

/** What is found in a folder before contents are read. */
export type ScannedEntry = UnreadFile | Exclude<TreeEntry, FileEntry>;

/** How a folder is scanned. */
export interface ScanOptions {
  readonly pace: Pace;
  /** Is told of folders before they are read, and of files; may put another file in its place. */
  readonly prepare?: (place: string, stats: Stats) => void;
}

const SPECIAL_BITS = 0o7000;
const OWNER_MAY_EXECUTE = 0o100;

/**
 * All entries of a folder, sorted by nothing.
 * @throws `MC_ARCHIVE_UNSAFE` for what no tree may hold: devices, pipes, setuid files, links to the outside, names with
 * control characters or backslashes, names that differ by case only.
 */
export async function scanTree(root: string, { pace, prepare }: ScanOptions): Promise<ScannedEntry[]> {
  const entries: ScannedEntry[] = [];
  const folders = [''];
  prepare?.(root, lstatSync(root));
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const path of pathsIn(root, at)) {
      const stats = lstatSync(join(root, path));
      const entry = toEntry(root, path, stats);
      if (entry.kind !== 'link') prepare?.(join(root, path), stats);
      if (entry.kind === 'folder') folders.push(path);
      entries.push(entry);
      await pace();
    }
  }
  checkLinks(entries);
  return entries;
}

function pathsIn(root: string, folder: string): string[] {
  const names = readdirSync(join(root, folder));
  const paths = names.map((name) => (folder === '' ? name : `${folder}/${name}`));
  const seen = new NamesInFolder();
  for (const path of paths) {
    checkCharacters(path);
    seen.add(path);
  }
  return paths;
}

function toEntry(root: string, path: string, stats: Stats): ScannedEntry {
  if (stats.isDirectory()) return { kind: 'folder', path };
  if (stats.isSymbolicLink()) return { kind: 'link', path, target: readlinkSync(join(root, path)) };
  if (!stats.isFile()) throw unsafeEntry(path, 'it is neither a file, a folder nor a link');
  if ((stats.mode & SPECIAL_BITS) !== 0) throw unsafeEntry(path, 'it would run with the rights of somebody else');
  const isExecutable = (stats.mode & OWNER_MAY_EXECUTE) !== 0;
  return { kind: 'file', path, isExecutable, sizeBytes: stats.size };
}
