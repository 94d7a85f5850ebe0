import { posix, win32 } from 'node:path';

/**
 * True when a relative path, written for any platform, stays in the folder that it starts from. Follows no symbolic
 * links: look where the file really is when you open it.
 */
export function isPathWithin(path: string): boolean {
  if (path.includes('\0') || posix.isAbsolute(path) || win32.isAbsolute(path) || /^[a-zA-Z]:/.test(path)) return false;
  const normal = posix.normalize(path.replaceAll('\\', '/'));
  return normal !== '..' && !normal.startsWith('../');
}
