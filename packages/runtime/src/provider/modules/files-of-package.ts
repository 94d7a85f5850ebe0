import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** More files than this are not looked at. */
const MAX_FILES = 5000;

/** All of a package itself, in order, without its dependencies; `undefined` where there are too many. */
export async function filesOfPackage(folder: string): Promise<string[] | undefined> {
  const files: string[] = [];
  const folders = [folder];
  for (const at of folders) {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(at, entry.name);
      if (!entry.isDirectory()) files.push(path);
      else if (entry.name !== 'node_modules' && entry.name !== '.git') folders.push(path);
    }
    if (files.length + folders.length > MAX_FILES) return undefined;
  }
  return files;
}
