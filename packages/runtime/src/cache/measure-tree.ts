import type { Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import path from 'node:path';

/** What a file, or a folder with everything in it, takes. */
export interface TreeSize {
  readonly sizeBytes: number;
  /** When something in it last changed; ISO 8601. */
  readonly modifiedAt: string;
}

/**
 * Measures a file or folder; `undefined` when there is none. Links are not followed, and a file with several names
 * counts once. What disappears meanwhile is passed over.
 */
export async function measureTree(root: string): Promise<TreeSize | undefined> {
  const seen = new Set<string>();
  let sizeBytes = 0;
  let modifiedMs = 0;
  const take = ({ dev, ino, mtimeMs, nlink, size }: Stats): void => {
    modifiedMs = Math.max(modifiedMs, mtimeMs);
    const key = `${dev}:${ino}`;
    if (nlink > 1 && seen.has(key)) return;
    if (nlink > 1) seen.add(key);
    sizeBytes += size;
  };
  const folders = [root];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const stats = await unlessGone(lstat(at));
    if (!stats) continue;
    if (stats.isDirectory()) folders.push(...(await entriesOf(at)));
    if (stats.isDirectory()) modifiedMs = Math.max(modifiedMs, stats.mtimeMs);
    else take(stats);
  }
  return modifiedMs === 0 ? undefined : { sizeBytes, modifiedAt: new Date(modifiedMs).toISOString() };
}

async function entriesOf(folder: string): Promise<string[]> {
  const found: string[] = [];
  const entries = await unlessGone(opendir(folder));
  if (entries) for await (const { name } of entries) found.push(path.join(folder, name));
  return found;
}

async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
