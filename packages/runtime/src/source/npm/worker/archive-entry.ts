import type { ReadEntry } from 'tar';
import type { ArchiveLimits } from './archive-limits';

/** What an entry of an archive would write. */
export interface ArchiveEntry {
  /** Below the folder of the package, with `/`; empty for entries that name that folder itself. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly isExecutable: boolean;
}

const FILES = new Set<string>(['File', 'OldFile', 'ContiguousFile']);
const FOLDERS = new Set<string>(['Directory', 'GNUDumpDir']);

/** Control characters would lie to whoever lists the tree; a backslash or a drive is a path of its own on Windows. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const UNSAFE_NAME = /[\u0000-\u001f\u007f\\]|^[a-z]:/i;

/** setuid and setgid. */
const SPECIAL_MODE = 0o6000;

/** Reads an entry, or says why it may not be written to a disk. The first folder of every path is left out, as npm does. */
export function readArchiveEntry(entry: ReadEntry, limits: ArchiveLimits): ArchiveEntry | string {
  const isFolder = FOLDERS.has(entry.type);
  if (!isFolder && !FILES.has(entry.type)) return `it is neither a file nor a folder (${entry.type})`;
  const mode = entry.mode ?? 0;
  if (!isFolder && (mode & SPECIAL_MODE) !== 0) return 'it would run with the rights of its owner (setuid)';
  const parts = partsOf(entry.path, limits);
  if (typeof parts === 'string') return parts;
  return { path: parts.join('/'), isFolder, isExecutable: (mode & 0o111) !== 0 };
}

function partsOf(path: string, limits: ArchiveLimits): string[] | string {
  if (UNSAFE_NAME.test(path)) return 'its name holds control characters, a backslash or a drive';
  if (path.startsWith('/')) return 'its path is absolute';
  const all = path.split('/');
  if (all.includes('..')) return 'its path leads upwards';
  const parts = all.slice(1).filter((part) => part !== '' && part !== '.');
  if (parts.length > limits.depth) return `it lies more than ${limits.depth} folders deep`;
  if (parts.some((part) => Buffer.byteLength(part) > 255)) return 'its name is longer than disks take';
  return parts;
}
