import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { leadsInside } from './link-target';
import type { Pace } from './pace';
import { unsafeEntry } from './store-errors';
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
  const seen = new Map<string, string>();
  for (const path of paths) {
    checkCharacters(path);
    const folded = path.normalize('NFC').toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) throw unsafeEntry(path, `${JSON.stringify(other)} differs by case only`);
    seen.set(folded, path);
  }
  return paths;
}

/** U+FFFD stands for bytes that are no text. */
function checkCharacters(path: string): void {
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  if (/[\u0000-\u001f\u007f\\\ufffd]/.test(path))
    throw unsafeEntry(path, 'its name holds a control character, a backslash or no text');
}

function toEntry(root: string, path: string, stats: Stats): ScannedEntry {
  if (stats.isDirectory()) return { kind: 'folder', path };
  if (stats.isSymbolicLink()) return { kind: 'link', path, target: readlinkSync(join(root, path)) };
  if (!stats.isFile()) throw unsafeEntry(path, 'it is neither a file, a folder nor a link');
  if ((stats.mode & SPECIAL_BITS) !== 0) throw unsafeEntry(path, 'it would run with the rights of somebody else');
  const isExecutable = (stats.mode & OWNER_MAY_EXECUTE) !== 0;
  return { kind: 'file', path, isExecutable, sizeBytes: stats.size };
}

function checkLinks(entries: readonly ScannedEntry[]): void {
  const links = new Map(entries.flatMap((entry) => (entry.kind === 'link' ? [[entry.path, entry.target]] : [])));
  for (const [path, target] of links) {
    checkCharacters(target);
    if (target.startsWith('/')) throw unsafeEntry(path, 'it is an absolute link');
    if (!leadsInside(links, path)) throw unsafeEntry(path, 'it is a link that leads out of its package');
  }
}
