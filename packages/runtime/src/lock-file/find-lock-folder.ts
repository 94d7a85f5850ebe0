import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { foldersFrom, realFolder, STACK_FILES } from '../config/find-stack-file';
import { LOCK_FILE } from './lock-file';

/** Any of them makes a folder a project. */
const MARKS = [...STACK_FILES, LOCK_FILE, 'package.json'];

/**
 * Where the lock file of a project lies: in the nearest folder, from `from` upwards, with a stack file, a lock file or a
 * package.json, whoever asks; in `from` itself where there is none. Folders above that everybody may write to are passed
 * over: what lies there is not ours.
 */
export function findLockFolder(from: string): string {
  const start = realFolder(from);
  return foldersFrom(start).find((folder) => isProject(folder) && (folder === start || !isShared(folder))) ?? start;
}

function isProject(folder: string): boolean {
  return MARKS.some((name) => existsSync(join(folder, name)));
}

/** Windows says of every folder that everybody may write to it. */
function isShared(folder: string): boolean {
  return process.platform !== 'win32' && (statSync(folder).mode & 0o002) !== 0;
}
