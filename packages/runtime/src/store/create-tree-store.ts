import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import { ensureHome } from '../config/home';
import { KeyedMutex } from '../lock/keyed-mutex';
import { BlobPool } from './blob-pool';
import { requireKnownFormat } from './store-format';
import { storePlaces } from './store-places';
import { TemporaryFolders } from './temporary-folders';
import { TreeCollector } from './tree-collector';
import { TreeLeases } from './tree-leases';
import { TreePublisher } from './tree-publisher';
import { TreeShelf } from './tree-shelf';
import { TreeStore } from './tree-store';

/**
 * The store of a home.
 * @throws `MC_HOME_UNUSABLE` when it cannot be made, other users may write to it, or a newer version has made it.
 */
export function createTreeStore(home: string, clock: Clock = SYSTEM_CLOCK): TreeStore {
  const root = join(home, 'store');
  for (const folder of [home, root]) ensureHome(folder);
  const places = storePlaces(realpathSync(root));
  requireKnownFormat(places);
  const temporary = new TemporaryFolders(places.temporary);
  const blobs = new BlobPool(places.blobs);
  const leases = new TreeLeases(places, clock);
  const shelf = new TreeShelf({ places, blobs, mutex: new KeyedMutex(), clock });
  const publisher = new TreePublisher({ shelf, blobs, leases });
  const collector = new TreeCollector({ places, temporary, leases, blobs, clock });
  return new TreeStore({ places, temporary, shelf, leases, publisher, collector });
}
