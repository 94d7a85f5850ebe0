import { renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@mediaconduit/sdk';
import { namesIn } from '../cache/folder-caches';
import { measureTree } from '../cache/measure-tree';
import type { BlobPool } from './blob-pool';
import { ageMs } from './process-mark';
import { removeTree } from './remove-tree';
import { errorCode } from './store-errors';
import type { StorePlaces } from './store-places';
import type { CollectOptions, CollectReport } from './stored-tree';
import type { TemporaryFolders } from './temporary-folders';
import { isTreeHash } from './tree-index';
import { CHOICE_MS, type TreeLeases } from './tree-leases';

const DAY_MS = 24 * 3_600_000;

/** So many trees are chosen while users wait; then these have a turn. */
const CHOICE = 200;

/** Another collector has it; or, on Windows, a program has a file of it open. */
const NOT_NOW = ['ENOENT', 'EBUSY', 'EPERM', 'EACCES'];

/** What a collector works on. */
export interface TreeCollectorParts {
  readonly places: StorePlaces;
  readonly temporary: TemporaryFolders;
  readonly leases: TreeLeases;
  readonly blobs: BlobPool;
  readonly clock: Clock;
}

/** Removes trees that nobody needs. Any number of collectors, publishers and users may be at work at once. */
export class TreeCollector {
  constructor(private readonly parts: TreeCollectorParts) {}

  async collect({ dryRun, minAgeMs = DAY_MS, roots }: CollectOptions): Promise<CollectReport> {
    const kept = new Set(roots);
    const trees = (await namesIn(this.parts.places.trees)).filter(isTreeHash);
    const isOld = (hash: string): boolean => !kept.has(hash) && ageMs(this.#entry(hash)) >= minAgeMs;
    if (dryRun) return this.#report(trees, isOld);
    let freedBytes = await this.#sweep(); // first: a full disk may have no room for a mark
    const removed: string[] = [];
    const old = trees.filter(isOld);
    for (let next = old.splice(0, CHOICE); next.length > 0; next = old.splice(0, CHOICE)) {
      const taken = this.#takeAway(next, isOld);
      removed.push(...taken.keys());
      for (const folder of taken.values()) freedBytes += await removeTree(folder);
    }
    freedBytes += await this.parts.blobs.sweep();
    return { removed, kept: trees.length - removed.length, freedBytes };
  }

  async #sweep(): Promise<number> {
    await this.parts.temporary.sweep();
    return this.parts.blobs.sweep();
  }

  /** By one rename each; what is taken is removed when nobody waits any more. Ages count after the marks were read. */
  #takeAway(hashes: readonly string[], isOld: (hash: string) => boolean): Map<string, string> {
    const { clock, leases, temporary } = this.parts;
    const taken = new Map<string, string>();
    leases.choose(() => {
      const deadline = clock.now() + CHOICE_MS;
      const used = leases.used();
      for (const hash of hashes) {
        const folder = temporary.newName();
        if (clock.now() > deadline) return;
        if (!used.has(hash) && isOld(hash) && this.#take(hash, folder)) taken.set(hash, folder);
      }
    });
    return taken;
  }

  #take(hash: string, to: string): boolean {
    try {
      renameSync(this.#entry(hash), to);
      return true;
    } catch (error) {
      if (NOT_NOW.includes(errorCode(error))) return false;
      throw error;
    }
  }

  async #report(trees: readonly string[], isOld: (hash: string) => boolean): Promise<CollectReport> {
    const used = this.parts.leases.used();
    const removed = trees.filter((hash) => isOld(hash) && !used.has(hash));
    const sizes = await Promise.all(removed.map((hash) => measureTree(this.#entry(hash))));
    const freedBytes = sizes.reduce((sum, size) => sum + (size?.sizeBytes ?? 0), 0);
    return { removed, kept: trees.length - removed.length, freedBytes };
  }

  #entry(hash: string): string {
    return join(this.parts.places.trees, hash);
  }
}
