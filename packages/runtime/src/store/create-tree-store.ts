import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import { ensureHome } from '../config/home';
import { KeyedMutex } from '../lock/keyed-mutex';
import { once } from '../once';
import { requireKnownFormat } from './store-format';
import { storePlaces } from './store-places';
import { TreeLeases } from './tree-leases';
import { TreeShelf } from './tree-shelf';
import { TreeStore } from './tree-store';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when something is to be changed */
const loadWriter = () => require('./tree-writer') as typeof import('./tree-writer');

/**
 * The store of a home.
 * @throws `MC_HOME_UNUSABLE` when it cannot be made, other users may write to it, or a newer version has made it.
 */
export function createTreeStore(home: string, clock: Clock = SYSTEM_CLOCK): TreeStore {
  const root = join(home, 'store');
  for (const folder of [home, root]) ensureHome(folder);
  const places = storePlaces(realpathSync(root));
  requireKnownFormat(places);
  const leases = new TreeLeases(places, clock);
  const shelf = new TreeShelf({ places, mutex: new KeyedMutex(), clock });
  return new TreeStore({
    places,
    shelf,
    leases,
    writer: once(() => new (loadWriter().TreeWriter)({ places, shelf, leases, clock })),
  });
}
