import { chmodSync, copyFileSync, existsSync, renameSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { BlobPool } from './blob-pool';
import { hashTree } from './hash-tree';
import { inParallel } from './in-parallel';
import { createPace, type Pace } from './pace';
import { scanTree, type ScanOptions } from './scan-tree';
import { flushFile, mustFlush, sealTree } from './seal';
import { errorCode } from './store-errors';
import type { TreePlaces } from './store-places';
import type { StoredTree, TreeLease } from './stored-tree';
import { formatIndex, treeHash, type FileEntry, type TreeEntry } from './tree-index';
import type { TreeLeases } from './tree-leases';
import type { TreeShelf } from './tree-shelf';

/** As many as the thread pool runs: each waits for the disk. */
const PARALLEL = 4;
const ROUNDS = 3;

/** What a publisher works with. */
export interface TreePublisherParts {
  readonly shelf: TreeShelf;
  readonly blobs: BlobPool;
  readonly leases: TreeLeases;
}

/** What is known of a staged folder after it was read. */
interface ReadTree {
  readonly entries: readonly TreeEntry[];
  readonly index: string;
  readonly pace: Pace;
}

/** Turns staged folders into trees. */
export class TreePublisher {
  constructor(private readonly parts: TreePublisherParts) {}

  /**
   * Publishes by one rename. When the same tree is there already, or another process is faster, that one is answered.
   * The staged folder is used up when it succeeds.
   */
  async publish(staged: TreePlaces): Promise<TreeLease> {
    const pace = createPace();
    const scanned = await scanTree(staged.files, { pace, prepare: makeOwn(join(staged.entry, 'copy')) });
    const entries = await hashTree(staged.files, scanned, pace);
    await pace();
    const index = formatIndex(entries);
    await pace();
    const hash = treeHash(index);
    const { leases, shelf } = this.parts;
    const mark = await leases.add(hash);
    const release = async (): Promise<void> => leases.remove(mark);
    try {
      const tree = (await shelf.get(hash)) ?? (await this.#add(staged, { entries, index, pace }));
      return { tree, [Symbol.asyncDispose]: release };
    } catch (error) {
      await release();
      throw error;
    } finally {
      shelf.touch(hash);
    }
  }

  async #add(staged: TreePlaces, { entries, index, pace }: ReadTree): Promise<StoredTree> {
    const files = entries.filter((entry) => entry.kind === 'file');
    const flushed = mustFlush() ? await this.#flush(staged, files, pace) : new Set(files);
    for (const [position, entry] of files.entries()) {
      const spare = join(staged.entry, `spare-${position}`);
      const file = join(staged.files, entry.path);
      await this.parts.blobs.adopt({ file, spare, isFlushed: flushed.has(entry) }, entry);
      await pace();
    }
    await sealTree(staged, entries, index);
    return this.#putInPlace(staged, treeHash(index));
  }

  /**
   * Flushes every content that is not stored yet. Nothing blocks meanwhile: to link or rename a file waits for the disk as
   * long as others are being flushed to it.
   */
  async #flush(staged: TreePlaces, files: readonly FileEntry[], pace: Pace): Promise<ReadonlySet<FileEntry>> {
    const flushed = new Set<FileEntry>();
    const contents = new Map([...files].reverse().map((entry) => [`${entry.sha256} ${entry.isExecutable}`, entry]));
    await inParallel(contents.values(), PARALLEL, async (entry) => {
      await pace();
      if (await this.parts.blobs.has(entry)) return;
      await flushFile(join(staged.files, entry.path));
      flushed.add(entry);
    });
    return flushed;
  }

  async #putInPlace(staged: TreePlaces, hash: string): Promise<StoredTree> {
    const { shelf } = this.parts;
    const places = shelf.placesOf(hash);
    for (let round = 0; round < ROUNDS; round++) {
      moveUnlessTaken(staged.entry, places.entry);
      const stored = await shelf.get(hash);
      if (stored) return stored;
    }
    throw new MediaConduitError('MC_INTEGRITY', 'What was to be stored changed while it was stored.', {
      hint: 'try again; if that does not help, check the disk',
      facts: { hash, folder: staged.files },
    });
  }
}

/** What was staged may be read by us, and changed without changing a file that has another name somewhere else. */
function makeOwn(spare: string): NonNullable<ScanOptions['prepare']> {
  return (place: string, stats: Stats) => {
    const own = stats.mode | (stats.isDirectory() ? 0o700 : 0o600);
    if (stats.isDirectory() || stats.nlink === 1) {
      if (own !== stats.mode) chmodSync(place, own & 0o777);
    } else {
      copyFileSync(place, spare);
      chmodSync(spare, (stats.mode & 0o777) | 0o600);
      renameSync(spare, place);
    }
  };
}

/** A folder is renamed to one that exists only if that is empty; ours never are. */
function moveUnlessTaken(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    const isTaken = ['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(errorCode(error)) && existsSync(to);
    if (!isTaken) throw error;
  }
}
