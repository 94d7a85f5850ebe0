import { chmodSync, lstatSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createPace } from './pace';
import { errorCode } from './store-errors';

/** Removes a folder whose folders are read-only, also while somebody else does; answers how many bytes that freed. */
export async function removeTree(root: string): Promise<number> {
  const pace = createPace();
  const folders = [root];
  let freedBytes = 0;
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const name of openFolder(at)) {
      const place = join(at, name);
      const stats = lstatSync(place, { throwIfNoEntry: false });
      if (stats?.isDirectory()) folders.push(place);
      else if (stats?.nlink === 1) freedBytes += stats.size;
      const rest = pace();
      if (rest) await rest;
    }
  }
  await rm(root, { recursive: true, force: true, maxRetries: 3 });
  return freedBytes;
}

function openFolder(folder: string): string[] {
  try {
    chmodSync(folder, 0o700);
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
    throw error;
  }
}
