import { BlobPool } from './blob-pool';
import { quarantine } from './quarantine';
import type { StorePlaces } from './store-places';
import type { TreeEntry } from './tree-index';

/** Puts a corrupt tree into quarantine, and removes the blobs of its files that are wrong as well. */
export async function putAside(places: StorePlaces, entry: string, suspects: readonly TreeEntry[]): Promise<undefined> {
  const blobs = new BlobPool(places.blobs);
  await quarantine(places.quarantine, entry);
  for (const suspect of suspects) if (suspect.kind === 'file') await blobs.recheck(suspect);
}
