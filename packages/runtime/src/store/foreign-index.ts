import { unsafeEntry } from './store-errors';
import { formatIndex, parseIndex, type TreeEntry } from './tree-index';
import { checkCharacters, checkLinks, NamesInFolder } from './tree-rules';

/** What disks take. */
const NAME_BYTES = 255;
const PATH_BYTES = 1024;
const SHA256 = /^[0-9a-f]{64}$/;

/**
 * Reads the index of a tree that somebody else has made, and from which files are to be made.
 * @throws `MC_ARCHIVE_UNSAFE` for what no tree may hold, and for an index that this version would not have written.
 */
export function parseForeignIndex(index: string): TreeEntry[] {
  const entries = parseIndex(index);
  if (formatIndex(entries) !== index) throw unsafeEntry('index', 'it is not written as an index is');
  const folders = new Set(['']);
  const names = new NamesInFolder();
  for (const entry of entries) {
    checkPath(entry.path);
    names.add(entry.path);
    const above = entry.path.slice(0, Math.max(entry.path.lastIndexOf('/'), 0));
    if (!folders.has(above)) throw unsafeEntry(entry.path, 'nothing says that it lies in a folder');
    if (entry.kind === 'folder') folders.add(entry.path);
    if (entry.kind === 'file' && !(SHA256.test(entry.sha256) && isSize(entry.sizeBytes)))
      throw unsafeEntry(entry.path, 'its hash or size is none');
  }
  checkLinks(entries);
  return entries;
}

function checkPath(path: string): void {
  checkCharacters(path);
  const parts = path.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || /^[a-z]:/i.test(part)))
    throw unsafeEntry(path, 'its path leads somewhere else');
  if (Buffer.byteLength(path) > PATH_BYTES || parts.some((part) => Buffer.byteLength(part) > NAME_BYTES))
    throw unsafeEntry(path, 'its path is longer than disks take');
}

function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}
