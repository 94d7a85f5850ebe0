import { statSync } from 'node:fs';

/** The system's times are some ms coarse: what changed just before it was read may change once more unseen. */
const COARSE_MS = 100;

/** How far the times of files lag behind the clock of programs: a tick of the kernel, 10 ms at most, and `Date.now()` cuts 1 ms. */
export const TICK_MS = 11;

/** What is compared equal to nothing: the next look reads again. */
export const NEVER_SAME = '';

/**
 * What changes when a file or folder is written or replaced: inode, size and both times. npm gives every file of every
 * version the same time of modification, so that one and the size say too little.
 */
export function stampOf(path: string): string {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found ? `${found.ino}/${found.size}/${found.mtimeMs}/${found.ctimeMs}` : 'none';
  } catch {
    return NEVER_SAME;
  }
}

/** As {@link stampOf}, to be taken before the file is read; {@link NEVER_SAME} when it changed so lately that it may change unseen. */
export function settledStampOf(path: string): string {
  const stamp = stampOf(path);
  return Date.now() - latestTime(stamp) < COARSE_MS ? NEVER_SAME : stamp;
}

/** When the file or folder of a stamp was last written, moved or changed its rights, in ms since 1970; 0 without one. */
export function latestTime(stamp: string): number {
  const [, , modified = 0, changed = 0] = stamp.split('/').map(Number);
  return Math.max(modified, changed);
}

/** Whether nothing happened to it since the stamp was taken. */
export function isSame(path: string, stamp: string): boolean {
  return stamp !== NEVER_SAME && stampOf(path) === stamp;
}
