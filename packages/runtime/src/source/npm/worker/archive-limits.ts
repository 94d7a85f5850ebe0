/** How large a package may be, so that a small download cannot fill a disk. */
export interface ArchiveLimits {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  /** Files and folders. */
  readonly entries: number;
  /** Folders above a file. */
  readonly depth: number;
  /** Unpacked to packed; looked at from {@link RATIO_COUNTS_FROM_BYTES} on. */
  readonly ratio: number;
}

const MIB = 1024 ** 2;

/** Of one package. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  packedBytes: 100 * MIB,
  unpackedBytes: 500 * MIB,
  entries: 50_000,
  depth: 32,
  ratio: 200,
};

/** Of a package with all its dependencies. */
export const TREE_LIMITS = { packages: 3000, unpackedBytes: 2048 * MIB, entries: 250_000 };

/** Text that repeats itself packs well; what small packages unpack to harms nobody. */
export const RATIO_COUNTS_FROM_BYTES = 8 * MIB;
