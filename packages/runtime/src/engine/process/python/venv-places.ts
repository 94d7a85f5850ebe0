import path from 'node:path';

/** Where the environments of a home are: one folder each, named by what they are made of. */
export function venvsFolder(home: string): string {
  return path.join(home, 'venvs');
}

/** Held by whoever makes or removes the environment of this name. */
export function venvLockFile(home: string, name: string): string {
  return path.join(home, 'run', 'venvs', `${name}.lock`);
}
