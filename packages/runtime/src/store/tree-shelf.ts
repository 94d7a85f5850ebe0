import { lstatSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@mediaconduit/sdk';
import type { KeyedMutex } from '../lock/keyed-mutex';
import type { putAside } from './put-aside';
import { resealTree } from './seal';
import { treePlaces, type StorePlaces, type TreePlaces } from './store-places';
import type { StoredTree } from './stored-tree';
import { sizeOf } from './tree-index';
import { verifyTree } from './verify-tree';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when something is wrong */
const load = () => require('./put-aside') as { putAside: typeof putAside };

/** How long this process takes a tree for what it was when it looked at it. */
const TRUST_MS = 1000;
const ROUNDS = 3;

interface Known {
  readonly tree: StoredTree;
  readonly inode: number;
  readonly checkedAt: number;
}

/** What a shelf works with. */
export interface TreeShelfParts {
  readonly places: StorePlaces;
  readonly mutex: KeyedMutex;
  readonly clock: Clock;
}

/** The trees that are stored, each checked before it is given away. */
export class TreeShelf {
  readonly #known = new Map<string, Known>();

  constructor(private readonly parts: TreeShelfParts) {}

  /** Undefined when it is not there, or was corrupt and is in quarantine now. */
  async get(hash: string, thorough = false): Promise<StoredTree | undefined> {
    const places = this.placesOf(hash);
    const remembered = (): StoredTree | undefined => (thorough ? undefined : this.#remembered(hash, places));
    return remembered() ?? this.parts.mutex.run(hash, async () => remembered() ?? this.#look(hash, places, thorough));
  }

  /** The age of a tree counts from when it was last needed; its users have to be known to collectors meanwhile. */
  touch(hash: string): void {
    const now = new Date();
    try {
      utimesSync(this.placesOf(hash).entry, now, now);
    } catch {
      // a disk that cannot be written to is not collected either
    }
  }

  placesOf(hash: string): TreePlaces {
    return treePlaces(join(this.parts.places.trees, hash));
  }

  #remembered(hash: string, { entry }: TreePlaces): StoredTree | undefined {
    const known = this.#known.get(hash);
    if (!known || this.parts.clock.now() - known.checkedAt > TRUST_MS) return undefined;
    return inodeOf(entry) === known.inode ? known.tree : undefined;
  }

  async #look(hash: string, places: TreePlaces, thorough: boolean): Promise<StoredTree | undefined> {
    this.#known.delete(hash);
    for (let round = 0; round < ROUNDS; round++) {
      const inode = inodeOf(places.entry);
      if (inode === undefined) return undefined;
      const verdict = await verifyTree(places, hash, thorough);
      if (verdict.state === 'missing') return undefined;
      const isSame = inodeOf(places.entry) === inode; // else another one was published meanwhile
      if (isSame && verdict.state === 'corrupt')
        return load().putAside(this.parts.places, places.entry, verdict.suspects);
      if (!isSame || verdict.state === 'corrupt') continue;
      if (verdict.state === 'read') await resealTree(places, verdict.entries);
      const sizeBytes = verdict.state === 'sealed' ? verdict.sizeBytes : sizeOf(verdict.entries);
      const tree = { hash, folder: places.files, sizeBytes };
      this.#known.set(hash, { tree, inode, checkedAt: this.parts.clock.now() });
      return tree;
    }
    return undefined;
  }
}

function inodeOf(place: string): number | undefined {
  return lstatSync(place, { throwIfNoEntry: false })?.ino;
}
