import type { StorePlaces } from './store-places';
import { inStore } from './store-errors';
import type { CollectOptions, CollectReport, Staging, StoredTree, TreeLease } from './stored-tree';
import { isTreeHash } from './tree-index';
import type { TreeLeases } from './tree-leases';
import type { TreeShelf } from './tree-shelf';
import type { TreeWriter } from './tree-writer';

/** What a store is made of. */
export interface TreeStoreParts {
  readonly places: StorePlaces;
  readonly shelf: TreeShelf;
  readonly leases: TreeLeases;
  /** Loaded when something is to be changed. */
  readonly writer: () => TreeWriter;
}

/**
 * Packages and repositories by the hash of what they hold; files that several have in common are stored once. All
 * processes of a user share it. Removing its folder is always safe and costs only time.
 *
 * Everything throws `MC_NO_SPACE` when the disk is full, and `MC_HOME_UNUSABLE` when it cannot be used; what was stored
 * stays as it was.
 */
export class TreeStore {
  constructor(private readonly parts: TreeStoreParts) {}

  /** An empty folder on the same disk, for {@link publish}. The first one waits until what dead processes left is removed. */
  stage(): Promise<Staging> {
    return this.#run(() => this.parts.writer().stage());
  }

  /**
   * Stores a staged folder, which is used up by that, or a copy of any other. Keep it from being collected with a lease.
   * @throws `MC_ARCHIVE_UNSAFE` for what no tree may hold.
   */
  async publish(from: Staging | string): Promise<StoredTree> {
    await using lease = await this.publishLeased(from);
    return lease.tree;
  }

  /** As {@link publish}; no collector sees the tree without the lease. */
  publishLeased(from: Staging | string): Promise<TreeLease> {
    return this.#run(() => this.parts.writer().publish(from));
  }

  /**
   * A tree whose files are what they were; undefined when it is not stored, or not any more because something in it had
   * changed. Files are compared by inode, size and time, and read where these differ.
   * @param options `thorough` reads all files, which also finds what a broken disk has changed.
   */
  get(hash: string, options: { readonly thorough?: boolean } = {}): Promise<StoredTree | undefined> {
    return this.#run(async () => (isTreeHash(hash) ? this.parts.shelf.get(hash, options.thorough) : undefined));
  }

  /** As {@link get}, and nothing collects the tree as long as the lease lasts. */
  lease(hash: string): Promise<TreeLease | undefined> {
    return this.#run(async () => {
      if (!isTreeHash(hash)) return undefined;
      const { leases, shelf } = this.parts;
      const mark = await leases.add(hash);
      const tree = await shelf.get(hash).catch((error: unknown) => {
        leases.remove(mark);
        throw error;
      });
      if (tree) shelf.touch(hash);
      else leases.remove(mark);
      return tree && { tree, [Symbol.asyncDispose]: async () => leases.remove(mark) };
    });
  }

  /** Removes the trees that nobody needs, and what processes left that were killed. */
  collect(options: CollectOptions): Promise<CollectReport> {
    return this.#run(() => this.parts.writer().collect(options));
  }

  /** Removes what processes left that were killed; {@link stage} and {@link collect} do it by themselves. */
  sweep(): Promise<void> {
    return this.#run(() => this.parts.writer().sweep());
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    return inStore(this.parts.places.root, work);
  }
}
