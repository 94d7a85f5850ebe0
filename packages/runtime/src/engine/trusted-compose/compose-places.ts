import { join } from 'node:path';

const FOLDER_END = '.compose';

/** Where the files are that Compose is given, as long as it runs. */
export function composeFolder(folder: string, project: string): string {
  return join(folder, `${project}${FOLDER_END}`);
}

/** Held by whoever brings the project up. */
export function upLockFile(folder: string, project: string): string {
  return join(folder, `${project}.up.lock`);
}

/** Of which project a folder is, by its name; `undefined` for anything else. */
export function projectOfFolder(name: string): string | undefined {
  return name.endsWith(FOLDER_END) ? name.slice(0, -FOLDER_END.length) : undefined;
}
