import { posix, win32 } from 'node:path';

/**
 * True when a relative path, written for any platform, stays in the folder that it starts from. Symbolic links are
 * not followed: whoever opens the file must still look where it really is.
 */
export function isPathWithin(path: string): boolean {
  if (path.includes('\0') || posix.isAbsolute(path) || win32.isAbsolute(path) || /^[a-zA-Z]:/.test(path)) return false;
  const normal = posix.normalize(path.replaceAll('\\', '/'));
  return normal !== '..' && !normal.startsWith('../');
}
