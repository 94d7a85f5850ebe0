import { chmodSync, lstatSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { sep } from 'node:path';
import { createPace } from './pace';
import { errorCode } from './store-errors';

/**
 * Removes a folder whose folders are read-only and whose names may be no text, also while somebody else does; answers
 * how many bytes that freed.
 */
export async function removeTree(root: string): Promise<number> {
  const pace = createPace();
  const folders: Buffer[] = [];
  let freedBytes = removeUnlessFolder(Buffer.from(root), folders);
  for (const folder of folders) {
    await pace();
    for (const name of openFolder(folder)) {
      freedBytes += removeUnlessFolder(Buffer.concat([folder, Buffer.from(sep), name]), folders);
      await pace();
    }
  }
  for (const folder of folders.reverse()) {
    unlessGone(() => rmdirSync(folder));
    await pace();
  }
  return freedBytes;
}

function removeUnlessFolder(place: Buffer, folders: Buffer[]): number {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    folders.push(place);
    return 0;
  }
  if (stats && process.platform === 'win32') chmodSync(place, 0o600); // it would keep what is read-only
  unlessGone(() => unlinkSync(place));
  return stats?.nlink === 1 ? stats.size : 0;
}

function openFolder(folder: Buffer): Buffer[] {
  const names = unlessGone(() => {
    chmodSync(folder, 0o700);
    return readdirSync(folder, 'buffer');
  });
  return names ?? [];
}

function unlessGone<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  }
}
