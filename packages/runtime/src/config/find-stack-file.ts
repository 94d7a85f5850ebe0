import { existsSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Names of a stack file, the preferred one first. */
export const STACK_FILES = ['mediaconduit.yml', 'mediaconduit.yaml'] as const;

/** Absolute path of the stack file in the folder or the nearest one above. Links on the way to it are followed. */
export function findStackFile(folder: string): string | undefined {
  for (const at of foldersFrom(realFolder(folder))) {
    const file = STACK_FILES.map((name) => join(at, name)).find((one) => existsSync(one));
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The folder and all above it, nearest first. */
export function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersFrom(above)];
}

/** The folder without links, as the supervisor knows it, also when it is gone. */
export function realFolder(folder: string): string {
  if (existsSync(folder)) return realpathSync(folder);
  const above = dirname(folder);
  return above === folder ? folder : join(realFolder(above), basename(folder)); // a drive may be gone, too
}
