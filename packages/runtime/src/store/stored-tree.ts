/** A package or repository in the store. Its files never change: another content is another tree. */
export interface StoredTree {
  /** Of names, contents, executable bits and links: `t1-` and 64 hex digits. */
  readonly hash: string;
  /** Absolute, real path; read-only. */
  readonly folder: string;
  /** Of its files, as if no other tree shared them. */
  readonly sizeBytes: number;
}

/** An empty folder to fill; disposing removes it unless it was published. When its process ends, the next one removes it. */
export interface Staging extends AsyncDisposable {
  /** Absolute, real path. */
  readonly folder: string;
}

/** Keeps a tree from being collected until it is disposed or its process ends, however that ends. */
export interface TreeLease extends AsyncDisposable {
  readonly tree: StoredTree;
}

/** Which trees may be collected. */
export interface CollectOptions {
  /** Hashes that are kept: what lock files name. */
  readonly roots: Iterable<string>;
  /** Trees that were published or leased more recently are kept. Default: a day. */
  readonly minAgeMs?: number;
  /** Removes nothing; the report says what would be removed. */
  readonly dryRun?: boolean;
}

/** What a collection has removed. */
export interface CollectReport {
  /** Hashes, in order. */
  readonly removed: readonly string[];
  readonly kept: number;
  /** What the disk has got back; of a dry run what the trees would give back at most. */
  readonly freedBytes: number;
}
