import type { CacheLayout } from '@mediaconduit/sdk';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the services of a home keep what they download: one folder each, named by the id of the service. */
export function cachesFolder(home: string): string {
  return path.join(home, 'cache');
}

/** Makes the cache folder of a service, for its owner only, and notes its layout beside it; answers its path. */
export async function makeCacheFolder(home: string, serviceId: string, layout: CacheLayout): Promise<string> {
  const folder = path.join(cachesFolder(home), serviceId);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readCacheLayout(folder)) !== layout) await writeFile(layoutFile(folder), JSON.stringify({ layout }));
  return folder;
}

/** What the entries of a cache folder are; its service need not be installed any more. */
export async function readCacheLayout(folder: string): Promise<CacheLayout | undefined> {
  try {
    const { layout } = JSON.parse(await readFile(layoutFile(folder), 'utf8')) as { layout?: unknown };
    return layout === 'whole' || layout === 'items' ? layout : undefined;
  } catch {
    return undefined;
  }
}

function layoutFile(folder: string): string {
  return `${folder}.json`;
}
