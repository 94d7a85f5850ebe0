import type { LockedPackages } from '../lock-file/locked-package';
import { parseForeignIndex } from '../store/foreign-index';
import { treeHash, type TreeEntry } from '../store/tree-index';
import { BundleBudget } from './bundle-budget';
import { BundleEntries } from './bundle-entries';
import { changedBundle } from './bundle-error';
import type { BundleFile } from './bundle-file';
import { CHECKSUMS_ENTRY, fileEntry, IMAGES_ENTRY, LOCK_ENTRY, MANIFEST_ENTRY, treeEntry } from './bundle-layout';
import { parseManifest, type BundleManifest } from './bundle-manifest';
import { parseLock } from './bundled-lock';
import { HashedBytes } from './hashed-bytes';
import { readImageArchive, type ArchivedImages } from './image-archive';
import { contentsOf, type TreeContent } from './tree-contents';
import { formatChecksums } from './write-bundle';

const MIB = 1024 * 1024;
/** Largest texts that are read into memory; the index of a tree of 250,000 files has less. */
const MOST_BYTES = { manifest: MIB, lock: 16 * MIB, index: 64 * MIB, checksums: MIB };

/** What a bundle says that it holds. */
export interface BundleHead {
  readonly manifest: BundleManifest;
  readonly locked: LockedPackages;
  /** What each tree is made of, by hash. */
  readonly trees: ReadonlyMap<string, readonly TreeEntry[]>;
}

/** What was found in the archive of the images. */
export interface FoundImages {
  readonly ids: ArchivedImages;
  /** Of the archive, in hex; missing where there is none. */
  readonly sha256?: string;
}

/** Told of every content while it is read, which is not known to be right before its end. */
export type TakeContent = (content: TreeContent, bytes: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Reads the beginning of a bundle; all that it says fits together, and none of it leads anywhere else.
 * @throws `MC_BUNDLE_INVALID`, `MC_INTEGRITY`, `MC_ARCHIVE_UNSAFE`, `MC_FILE_NOT_FOUND`.
 */
export async function readHead(bundle: BundleFile, signal: AbortSignal): Promise<BundleHead> {
  await using entries = new BundleEntries(bundle, signal);
  return (await readBeginning(entries)).head;
}

/**
 * Reads a whole bundle and checks every byte of it; the names and ids of its images are the answer.
 * @throws as {@link readHead}, and what `take` throws.
 */
export async function readBundle(bundle: BundleFile, take: TakeContent, signal: AbortSignal): Promise<FoundImages> {
  await using entries = new BundleEntries(bundle, signal);
  const { file } = entries;
  const { head, ...texts } = await readBeginning(entries);
  for (const content of contentsOf(head.trees)) {
    const name = fileEntry(content.sha256);
    const bytes = new HashedBytes(await entries.next(name, content.sizeBytes));
    await take(content, bytes);
    const found = await bytes.finish();
    if (found !== content.sha256) throw changedBundle(file, name, { wanted: content.sha256, found });
  }
  const hasImages = head.manifest.images.length > 0;
  const images = hasImages ? new HashedBytes(await entries.next(IMAGES_ENTRY)) : undefined;
  const ids = images ? await readImageArchive(images, head.manifest.images, file) : new Map<string, string[]>();
  const sha256 = await images?.finish();
  const sums = await entries.text(CHECKSUMS_ENTRY, MOST_BYTES.checksums);
  if (sums !== formatChecksums({ ...texts, images: sha256 })) throw changedBundle(file, 'a hash', {});
  await entries.end();
  return { ids, sha256 };
}

interface Beginning {
  readonly head: BundleHead;
  readonly manifest: string;
  readonly lock: string;
}

async function readBeginning(entries: BundleEntries): Promise<Beginning> {
  const { file } = entries;
  const text = await entries.text(MANIFEST_ENTRY, MOST_BYTES.manifest);
  const manifest = parseManifest(text, file);
  const lock = await entries.text(LOCK_ENTRY, MOST_BYTES.lock);
  const locked = parseLock(lock, manifest, file);
  const trees = new Map<string, readonly TreeEntry[]>();
  const budget = new BundleBudget(entries.sizeBytes);
  for (const hash of new Set(manifest.packages.map(({ tree }) => tree).sort()))
    trees.set(hash, await readTree(entries, hash, budget));
  return { head: { manifest, locked, trees }, manifest: text, lock };
}

async function readTree(entries: BundleEntries, hash: string, budget: BundleBudget): Promise<TreeEntry[]> {
  const index = await entries.text(treeEntry(hash), MOST_BYTES.index);
  const found = treeHash(index);
  if (found !== hash) throw changedBundle(entries.file, treeEntry(hash), { wanted: hash, found });
  budget.takeIndex(hash, index);
  const tree = parseForeignIndex(index);
  budget.takeTree(hash, tree);
  return tree;
}
