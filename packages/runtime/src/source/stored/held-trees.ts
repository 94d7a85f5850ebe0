import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { storePlaces } from '../../store/store-places';
import type { Staging, StoredTree, TreeLease } from '../../store/stored-tree';
import type { TreeStore } from '../../store/tree-store';

/** What reading all files of a tree has found. */
export type TreeState = 'sound' | 'damaged' | 'not stored';

/** Trees of the store that this program uses: they are not collected as long as it may load something from them. */
export class HeldTrees implements AsyncDisposable {
  readonly #leases = new Map<string, TreeLease>();

  constructor(
    readonly store: TreeStore,
    private readonly home: string,
  ) {}

  /** `undefined` when it is not stored, or not as it was published. */
  async folderOf(hash: string): Promise<string | undefined> {
    const held = this.#leases.get(hash);
    if (held) return (await this.store.get(hash))?.folder;
    const lease = await this.store.lease(hash);
    if (!lease) return undefined;
    await this.#keep(hash, lease);
    return lease.tree.folder;
  }

  /** Stores what was staged; it is held before a collector can find it. */
  async publish(staging: Staging): Promise<StoredTree> {
    const lease = await this.store.publishLeased(staging);
    await this.#keep(lease.tree.hash, lease);
    return lease.tree;
  }

  async verify(hash: string): Promise<TreeState> {
    if (!existsSync(join(storePlaces(join(this.home, 'store')).trees, hash))) return 'not stored';
    return (await this.store.get(hash, { thorough: true })) ? 'sound' : 'damaged';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const leases = [...this.#leases.values()];
    this.#leases.clear();
    for (const lease of leases) await lease[Symbol.asyncDispose]();
  }

  /** One is enough. */
  async #keep(hash: string, lease: TreeLease): Promise<void> {
    if (this.#leases.has(hash)) return lease[Symbol.asyncDispose]();
    this.#leases.set(hash, lease);
  }
}
