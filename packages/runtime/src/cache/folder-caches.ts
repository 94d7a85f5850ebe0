import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CacheEntry } from './cache-entry';
import { cachesFolder, readCacheLayout } from './cache-folder';
import { measureTree } from './measure-tree';

/** What processes have downloaded into the home, whether their services are still installed or not. */
export async function folderCaches(home: string, isUsed: (folder: string) => boolean): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  const root = cachesFolder(home);
  for (const service of await namesIn(root)) {
    const folder = path.join(root, service);
    if (!(await isFolder(folder))) continue;
    const common = { service, engine: 'process', inUse: isUsed(folder) } as const;
    if ((await readCacheLayout(folder)) === 'whole') {
      const size = await measureTree(folder);
      if (size && size.sizeBytes > 0) entries.push({ ...common, kind: 'store', name: 'store', path: folder, ...size });
      continue;
    }
    for (const name of await namesIn(folder)) {
      const place = path.join(folder, name);
      const size = await measureTree(place);
      const isMark = name.startsWith('.') && size?.sizeBytes === 0; // a lock of the service, say
      if (size && !isMark) entries.push({ ...common, kind: 'item', name, path: place, ...size });
    }
  }
  return entries;
}

/** In order; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A link in place of a folder leads out of the home: nothing behind it is ours. */
async function isFolder(place: string): Promise<boolean> {
  return (await lstat(place)).isDirectory();
}
