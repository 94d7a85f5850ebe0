import { createHash } from 'node:crypto';
import { TREE_LIMITS } from '../source/npm/worker/archive-limits';
import type { LockedPackages } from '../lock-file/locked-package';
import { parseForeignIndex } from '../store/foreign-index';
import { unsafeEntry } from '../store/store-errors';
import { sizeOf, treeHash, type TreeEntry } from '../store/tree-index';
import { BundleEntries } from './bundle-entries';
import { changedBundle } from './bundle-error';
import { CHECKSUMS_ENTRY, fileEntry, IMAGES_ENTRY, LOCK_ENTRY, MANIFEST_ENTRY, treeEntry } from './bundle-layout';
import { parseManifest, type BundleManifest } from './bundle-manifest';
import { parseLock } from './bundled-lock';
import { readImageArchive, type ArchivedImages } from './image-archive';
import { contentsOf, type TreeContent } from './tree-contents';
import { formatChecksums } from './write-bundle';

/** Largest text that is read into memory: the index of a tree of 250,000 files has less. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** What a bundle says that it holds. */
export interface BundleHead {
  readonly manifest: BundleManifest;
  readonly locked: LockedPackages;
  /** What each tree is made of, by hash. */
  readonly trees: ReadonlyMap<string, readonly TreeEntry[]>;
}

/** Told of every content while it is read, which is not known to be right before its end. */
export type TakeContent = (content: TreeContent, bytes: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * Reads the beginning of a bundle; all that it says fits together, and none of it leads anywhere else.
 * @throws `MC_BUNDLE_INVALID`, `MC_INTEGRITY`, `MC_ARCHIVE_UNSAFE`, `MC_FILE_NOT_FOUND`.
 */
export async function readHead(file: string, signal: AbortSignal): Promise<BundleHead> {
  await using entries = new BundleEntries(file, signal);
  return (await readBeginning(entries)).head;
}

/**
 * Reads a whole bundle and checks every byte of it; the names and ids of its images are the answer.
 * @throws as {@link readHead}, and what `take` throws.
 */
export async function readBundle(file: string, take: TakeContent, signal: AbortSignal): Promise<ArchivedImages> {
  await using entries = new BundleEntries(file, signal);
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
  const archived = images ? await readImageArchive(images, head.manifest.images, file) : new Map<string, string[]>();
  const sums = await entries.text(CHECKSUMS_ENTRY, MAX_TEXT_BYTES);
  if (sums !== formatChecksums({ ...texts, images: await images?.finish() })) throw changedBundle(file, 'a hash', {});
  await entries.end();
  return archived;
}

interface Beginning {
  readonly head: BundleHead;
  readonly manifest: string;
  readonly lock: string;
}

async function readBeginning(entries: BundleEntries): Promise<Beginning> {
  const { file } = entries;
  const text = await entries.text(MANIFEST_ENTRY, MAX_TEXT_BYTES);
  const manifest = parseManifest(text, file);
  const lock = await entries.text(LOCK_ENTRY, MAX_TEXT_BYTES);
  const locked = parseLock(lock, manifest, file);
  const trees = new Map<string, readonly TreeEntry[]>();
  for (const hash of new Set(manifest.packages.map(({ tree }) => tree).sort()))
    trees.set(hash, await readTree(entries, hash));
  return { head: { manifest, locked, trees }, manifest: text, lock };
}

async function readTree(entries: BundleEntries, hash: string): Promise<TreeEntry[]> {
  const index = await entries.text(treeEntry(hash), MAX_TEXT_BYTES);
  const found = treeHash(index);
  if (found !== hash) throw changedBundle(entries.file, treeEntry(hash), { wanted: hash, found });
  const tree = parseForeignIndex(index);
  if (tree.length > TREE_LIMITS.entries || sizeOf(tree) > TREE_LIMITS.unpackedBytes)
    throw unsafeEntry(hash, `it is larger than ${TREE_LIMITS.unpackedBytes} bytes or ${TREE_LIMITS.entries} files`);
  return tree;
}

/** Bytes that are read once, by whoever wants them, and hashed. */
class HashedBytes implements AsyncIterable<Uint8Array> {
  readonly #hash = createHash('sha256');
  readonly #bytes: AsyncIterator<Uint8Array>;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#bytes = bytes[Symbol.asyncIterator]();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    for (let next = await this.#bytes.next(); next.done !== true; next = await this.#bytes.next()) {
      this.#hash.update(next.value);
      yield next.value;
    }
  }

  /** SHA-256 of all, in hex; reads what nobody has read. */
  async finish(): Promise<string> {
    const rest = this[Symbol.asyncIterator]();
    while ((await rest.next()).done !== true);
    return this.#hash.digest('hex');
  }
}
