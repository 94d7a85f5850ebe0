import { join } from 'node:path';
import { hashFile } from './hash-file';
import type { Pace } from './pace';
import type { ScannedEntry } from './scan-tree';
import type { TreeEntry } from './tree-index';

/** Reads all files of a folder. */
export async function hashTree(root: string, scanned: readonly ScannedEntry[], pace: Pace): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const entry of scanned) {
    if (entry.kind !== 'file') entries.push(entry);
    else entries.push({ ...entry, ...(await hashFile(join(root, entry.path), entry.sizeBytes)) });
    await pace();
  }
  return entries;
}
