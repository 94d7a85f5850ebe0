import type { GitTask } from './git-task';
import { runGit } from './git-command';
import { unsafeRepository } from './unsafe-repository';

/** A line of `git ls-tree --long`. */
interface ListedFile {
  readonly mode: string;
  readonly sizeBytes: number;
  readonly path: string;
}

const LINK = '120000';
const DEEPEST = 32;
const LONGEST_PATH = 1000;
const LONGEST_NAME = 255;
// eslint-disable-next-line no-control-regex -- these are the characters to find
const UNSAFE_CHARACTERS = /[\u0000-\u001f\u007f\\\ufffd]/;
/** Names that are `.git`, or a folder above, for some file system: trailing dots and spaces, streams, short names of Windows. */
const DISGUISED = /^(?:\.+|\.git|git~\d+)[. ]*(?::.*)?$/i;

/**
 * Looks at the whole list of files before any is written.
 * @returns the size of all files together.
 * @throws `MC_ARCHIVE_UNSAFE` for links, names that another system takes for something else, and for too much.
 */
export async function checkListedFiles(task: GitTask, commit: string): Promise<number> {
  const files = await listFiles(task, commit); // of submodules too: git makes their folders, which stay empty
  const seen = new Map<string, string>();
  let total = 0;
  for (const file of files) {
    checkFile(task, file);
    checkCase(task, file.path, seen);
    total += file.sizeBytes;
  }
  if (files.length > task.limits.files) throw tooManyFiles(task);
  if (total > task.limits.sizeBytes) throw unsafeRepository(task, `is larger than ${task.limits.sizeBytes} bytes`);
  return total;
}

/** A tree may hold itself a thousand times over, so that the list never ends: it is counted as it comes. */
async function listFiles(task: GitTask, commit: string): Promise<ListedFile[]> {
  const tooMany = new AbortController();
  let lines = 0;
  let bytes = 0;
  const onOutput = (chunk: Buffer): void => {
    bytes += chunk.length;
    for (const byte of chunk) if (byte === 0) lines += 1;
    if (lines > 2 * task.limits.files || bytes > 1000 * task.limits.files) tooMany.abort(tooManyFiles(task));
  };
  const words = ['ls-tree', '-r', '-z', '--long', '--full-tree', commit];
  const output = await runGit(task, words, { signal: tooMany.signal, onOutput });
  return output.split('\0').filter(Boolean).map(parseLine);
}

function parseLine(line: string): ListedFile {
  const [mode = '', , , size] = line.slice(0, line.indexOf('\t')).split(/ +/);
  return { mode, sizeBytes: Number(size) || 0, path: line.slice(line.indexOf('\t') + 1) };
}

function checkFile(task: GitTask, { mode, path }: ListedFile): void {
  if (mode === LINK) throw unsafeRepository(task, 'holds a symbolic link', path);
  if (UNSAFE_CHARACTERS.test(path)) throw unsafeRepository(task, 'holds a name with unsafe characters', path);
  const names = path.split('/');
  const isTooLong = Buffer.byteLength(path) > LONGEST_PATH || names.some((n) => Buffer.byteLength(n) > LONGEST_NAME);
  if (names.length > DEEPEST || isTooLong) throw unsafeRepository(task, 'holds a path that is too long', path);
  if (names.some((name) => name === '' || DISGUISED.test(visible(name))))
    throw unsafeRepository(task, 'holds a name that stands for another place', path);
}

/** Without the characters that the file system of macOS passes over. */
function visible(name: string): string {
  return name.normalize('NFC').replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}

/** Two names that differ only in case are one on macOS and Windows, also as names of folders. */
function checkCase(task: GitTask, path: string, seen: Map<string, string>): void {
  for (let part = path, end: number; ; part = part.slice(0, end)) {
    const key = part.normalize('NFC').toLowerCase();
    const other = seen.get(key);
    if (other !== undefined && other !== part) throw unsafeRepository(task, `holds ${other} beside`, part);
    if (other !== undefined) return; // and the folders above it
    seen.set(key, part);
    end = part.lastIndexOf('/');
    if (end < 0) return;
  }
}

function tooManyFiles(task: GitTask): Error {
  return unsafeRepository(task, `holds more than ${task.limits.files} files`);
}
