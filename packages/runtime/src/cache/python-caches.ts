import path from 'node:path';
import { readVenvDraft, readVenvMarker } from '../engine/process/python/venv-marker';
import { venvsFolder } from '../engine/process/python/venv-places';
import type { CacheEntry } from './cache-entry';
import { namesIn } from './folder-caches';
import { measureTree } from './measure-tree';

/** What stands for the service of an environment that does not say whose it is. */
const NOBODY = 'unknown';

/** The environments of Python packages in the home, also those that were not made to their end. */
export async function pythonCaches(home: string, isUsed: (folder: string) => boolean): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  const root = venvsFolder(home);
  for (const key of await namesIn(root)) {
    const folder = path.join(root, key);
    const marker = (await readVenvMarker(folder)) ?? (await readVenvDraft(folder));
    const size = await measureTree(folder);
    if (!size) continue;
    const service = marker?.service ?? NOBODY;
    const name = `python-${key}`;
    entries.push({ service, engine: 'process', kind: 'python', name, path: folder, ...size, inUse: isUsed(folder) });
  }
  return entries;
}
