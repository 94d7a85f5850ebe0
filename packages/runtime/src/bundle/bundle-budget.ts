import { ARCHIVE_LIMITS, RATIO_COUNTS_FROM_BYTES, TREE_LIMITS } from '../source/npm/worker/archive-limits';
import { unsafeEntry } from '../store/store-errors';
import { sizeOf, type TreeEntry } from '../store/tree-index';

/** Of all trees of a bundle: what is known of each is in memory until the last one is written. */
const MOST_ENTRIES = 1_000_000;

/** How much comes out of a bundle: one content may lie at many places, so a small file could fill a disk. */
export class BundleBudget {
  #bytes = 0;
  #entries = 0;
  readonly #mostBytes: number;

  constructor(bundleBytes: number) {
    this.#mostBytes = Math.max(RATIO_COUNTS_FROM_BYTES, bundleBytes * ARCHIVE_LIMITS.ratio);
  }

  /** Before an index is parsed. @throws `MC_ARCHIVE_UNSAFE` */
  takeIndex(hash: string, index: string): void {
    let lines = 0;
    for (let at = index.indexOf('\n'); at >= 0; at = index.indexOf('\n', at + 1)) lines += 1;
    this.#entries += lines;
    if (lines > TREE_LIMITS.entries + 1) throw unsafeEntry(hash, `it has more than ${TREE_LIMITS.entries} files`);
    if (this.#entries > MOST_ENTRIES)
      throw unsafeEntry(hash, `with those before it has more than ${MOST_ENTRIES} files`);
  }

  /** @throws `MC_ARCHIVE_UNSAFE` */
  takeTree(hash: string, entries: readonly TreeEntry[]): void {
    const { unpackedBytes } = TREE_LIMITS;
    const bytes = sizeOf(entries);
    this.#bytes += bytes;
    if (bytes > unpackedBytes) throw unsafeEntry(hash, `it is larger than ${unpackedBytes} bytes`);
    if (this.#bytes > this.#mostBytes)
      throw unsafeEntry(hash, `the bundle would be ${ARCHIVE_LIMITS.ratio} times as large on the disk as it is`);
  }
}
