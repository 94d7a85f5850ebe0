import { isMediaConduitError } from '@mediaconduit/sdk';
import { hashTree } from './hash-tree';
import type { Pace } from './pace';
import { scanTree } from './scan-tree';
import { errorCode } from './store-errors';
import type { TreeEntry } from './tree-index';

/** Reads all files of a tree; nothing where something cannot be read or may not be in a tree. */
export async function readEntries(root: string, pace: Pace): Promise<TreeEntry[]> {
  try {
    return await hashTree(root, await scanTree(root, { pace }), pace);
  } catch (error) {
    if (isMediaConduitError(error) || ['ENOENT', 'ENOTDIR', 'ELOOP', 'EACCES'].includes(errorCode(error))) return [];
    throw error;
  }
}
