import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { treePlaces } from './store-places';
import { treeHash } from './tree-index';

/**
 * The index of a tree of the store, which has to be leased.
 * @throws `MC_INTEGRITY` when it is not that of the hash.
 */
export async function readIndex(folder: string, hash: string): Promise<string> {
  const index = await readFile(treePlaces(dirname(folder)).index, 'utf8');
  if (treeHash(index) === hash) return index;
  throw new MediaConduitError('MC_INTEGRITY', `The tree ${hash} in the store is damaged.`, {
    hint: 'find what is wrong, and fetch it again: mediaconduit verify, then mediaconduit install',
    facts: { hash },
  });
}
