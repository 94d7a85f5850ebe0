import { isAbsolute, relative } from 'node:path';

/** True for a folder and all below it, by their names alone: links are not followed. */
export function isInside(folder: string, path: string): boolean {
  const away = relative(folder, path);
  return away !== '..' && !/^\.\.[\\/]/.test(away) && !isAbsolute(away);
}
