import { mkdirSync } from 'node:fs';
import { inStore } from './store-errors';
import { copyTree } from './copy-tree';
import { removeTree } from './remove-tree';
import { writeFormat } from './store-format';
import type { StorePlaces } from './store-places';
import type { CollectOptions, CollectReport, Staging, StoredTree, TreeLease } from './stored-tree';
import type { TemporaryFolders } from './temporary-folders';
import type { TreeCollector } from './tree-collector';
import { isTreeHash } from './tree-index';
import type { TreeLeases } from './tree-leases';
import type { TreePublisher } from './tree-publisher';
import type { TreeShelf } from './tree-shelf';

/** What a store is made of. */
export interface TreeStoreParts {
  readonly places: StorePlaces;
  readonly temporary: TemporaryFolders;
  readonly shelf: TreeShelf;
  readonly leases: TreeLeases;
  readonly publisher: TreePublisher;
  readonly collector: TreeCollector;
}

/**
 * Packages and repositories by the hash of what they hold; files that several have in common are stored once. All
 * processes of a user share it. Removing its folder is always safe and costs only time.
 *
 * Everything throws `MC_NO_SPACE` when the disk is full, and `MC_HOME_UNUSABLE` when it cannot be used; what was stored
 * stays as it was.
 */
export class TreeStore {
  #swept: Promise<void> | undefined;

  constructor(private readonly parts: TreeStoreParts) {}

  /** An empty folder on the same disk, for {@link publish}. The first one waits until what dead processes left is removed. */
  stage(): Promise<Staging> {
    return this.#run(async () => {
      await (this.#swept ??= this.sweep());
      return this.parts.temporary.stage();
    });
  }

  /**
   * Stores a staged folder, which is used up by that, or a copy of any other. Keep it from being collected with a lease.
   * @throws `MC_ARCHIVE_UNSAFE` for what no tree may hold.
   */
  publish(from: Staging | string): Promise<StoredTree> {
    return this.#run(async () => {
      const folder = typeof from === 'string' ? from : from.folder;
      const staged = this.parts.temporary.placesOf(folder);
      if (!staged) return this.#publishCopy(folder);
      mkdirSync(this.parts.places.trees, { recursive: true, mode: 0o700 });
      await writeFormat(this.parts.places);
      const tree = await this.parts.publisher.publish(staged);
      await removeTree(staged.entry);
      return tree;
    });
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
    return this.#run(() => this.parts.collector.collect(options));
  }

  /** Removes what processes left that were killed; {@link stage} and {@link collect} do it by themselves. */
  sweep(): Promise<void> {
    return this.#run(async () => {
      this.parts.leases.used();
      await this.parts.temporary.sweep();
    });
  }

  async #publishCopy(folder: string): Promise<StoredTree> {
    await using staging = await this.stage();
    await copyTree(folder, staging.folder);
    return await this.publish(staging);
  }

  #run<T>(work: () => Promise<T>): Promise<T> {
    return inStore(this.parts.places.root, work);
  }
}
