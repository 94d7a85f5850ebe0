import { mkdirSync } from 'node:fs';
import type { Clock } from '@mediaconduit/sdk';
import { BlobPool } from './blob-pool';
import { copyTree } from './copy-tree';
import { removeTree } from './remove-tree';
import { writeFormat } from './store-format';
import type { StorePlaces } from './store-places';
import type { CollectOptions, CollectReport, Staging, TreeLease } from './stored-tree';
import { TemporaryFolders } from './temporary-folders';
import { TreeCollector } from './tree-collector';
import type { TreeLeases } from './tree-leases';
import { TreePublisher } from './tree-publisher';
import type { TreeShelf } from './tree-shelf';

/** What a store is changed with. */
export interface TreeWriterParts {
  readonly places: StorePlaces;
  readonly shelf: TreeShelf;
  readonly leases: TreeLeases;
  readonly clock: Clock;
}

/** Whatever adds to a store and takes from it. */
export class TreeWriter {
  readonly #temporary: TemporaryFolders;
  readonly #publisher: TreePublisher;
  readonly #collector: TreeCollector;
  #swept: Promise<void> | undefined;

  constructor(private readonly parts: TreeWriterParts) {
    const { clock, leases, places, shelf } = parts;
    const blobs = new BlobPool(places.blobs);
    this.#temporary = new TemporaryFolders(places.temporary);
    this.#publisher = new TreePublisher({ shelf, blobs, leases });
    this.#collector = new TreeCollector({ places, temporary: this.#temporary, leases, blobs, clock });
  }

  async stage(): Promise<Staging> {
    await (this.#swept ??= this.sweep());
    return this.#temporary.stage();
  }

  async publish(from: Staging | string): Promise<TreeLease> {
    const folder = typeof from === 'string' ? from : from.folder;
    const staged = this.#temporary.placesOf(folder);
    if (!staged) return this.#publishCopy(folder);
    mkdirSync(this.parts.places.trees, { recursive: true, mode: 0o700 });
    await writeFormat(this.parts.places);
    const lease = await this.#publisher.publish(staged);
    await removeTree(staged.entry);
    return lease;
  }

  collect(options: CollectOptions): Promise<CollectReport> {
    return this.#collector.collect(options);
  }

  async sweep(): Promise<void> {
    this.parts.leases.used();
    await this.#temporary.sweep();
  }

  async #publishCopy(folder: string): Promise<TreeLease> {
    await using staging = await this.stage();
    await copyTree(folder, staging.folder);
    return await this.publish(staging);
  }
}
