import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { MediaConduitError, type EngineImage } from '@mediaconduit/sdk';
import { TarFileWriter } from '../archive/tar-file-writer';
import { openLargeFile, readSmallFile, SMALL_BYTES } from '../store/hash-file';
import { createPace } from '../store/pace';
import { readIndex } from '../store/read-index';
import { parseIndex, type TreeEntry } from '../store/tree-index';
import { CHECKSUMS_ENTRY, fileEntry, IMAGES_ENTRY, LOCK_ENTRY, MANIFEST_ENTRY, treeEntry } from './bundle-layout';
import { formatManifest } from './bundle-manifest';
import { formatLock } from './bundled-lock';
import type { OpenedPackage } from './open-packages';
import { contentsOf, type TreeContent } from './tree-contents';

/** What goes into a bundle. */
export interface BundleContent {
  /** By identifier. */
  readonly packages: readonly OpenedPackage[];
  /** By reference. */
  readonly images: readonly EngineImage[];
  /** The archive of all images. */
  readonly saveImages: () => AsyncIterable<Uint8Array>;
}

/**
 * Writes a bundle, which is there when all of it is; the same content always gives the same bytes. Answers its size.
 * @throws `MC_NO_SPACE`, `MC_FILE_WRITE_FAILED`, `MC_INTEGRITY` when a file of the store is damaged.
 */
export async function writeBundle(file: string, content: BundleContent, signal: AbortSignal): Promise<number> {
  const { images, packages, saveImages } = content;
  const manifest = formatManifest({ packages, images });
  const lock = formatLock(new Map(packages.map(({ entry, identifier }) => [identifier, entry])));
  await using writer = await TarFileWriter.create({ file, mode: 0o644, fullDisk: 'MC_NO_SPACE' });
  await writer.addText(MANIFEST_ENTRY, manifest);
  await writer.addText(LOCK_ENTRY, lock);
  await addTrees(writer, packages, signal);
  if (images.length > 0) await writer.addStream(IMAGES_ENTRY, saveImages());
  await writer.addText(CHECKSUMS_ENTRY, formatChecksums({ manifest, lock, images: writer.checksums[IMAGES_ENTRY] }));
  signal.throwIfAborted();
  await writer.finish();
  return writer.sizeBytes;
}

/** What {@link CHECKSUMS_ENTRY} holds: trees and files are named by their hashes already. */
export function formatChecksums(sums: { manifest: string; lock: string; images: string | undefined }): string {
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const { images, lock, manifest } = sums;
  const all = { [MANIFEST_ENTRY]: sha256(manifest), [LOCK_ENTRY]: sha256(lock), [IMAGES_ENTRY]: images };
  return `${JSON.stringify(all, undefined, 2)}\n`;
}

async function addTrees(writer: TarFileWriter, packages: readonly OpenedPackage[], signal: AbortSignal): Promise<void> {
  const folders = new Map(packages.map(({ folder, tree }) => [tree, folder]));
  const trees = new Map<string, readonly TreeEntry[]>();
  for (const [hash, folder] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const index = await readIndex(folder, hash);
    await writer.addText(treeEntry(hash), index);
    trees.set(hash, parseIndex(index));
  }
  const pace = createPace();
  for (const content of contentsOf(trees)) {
    signal.throwIfAborted();
    const [{ path = '', tree = '' } = {}] = content.places;
    await addContent(writer, content, join(folders.get(tree) ?? '', path));
    await pace();
  }
}

async function addContent(writer: TarFileWriter, { sha256, sizeBytes }: TreeContent, path: string): Promise<void> {
  const name = fileEntry(sha256);
  if (sizeBytes <= SMALL_BYTES) {
    const bytes = readSmallFile(path);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged(path);
    return writer.addBytes(name, bytes);
  }
  await using handle = await openLargeFile(path);
  await writer.addStream(name, handle.createReadStream({ autoClose: false }) as AsyncIterable<Uint8Array>);
  if (writer.checksums[name] !== sha256) throw damaged(path);
}

function damaged(file: string): MediaConduitError {
  return new MediaConduitError('MC_INTEGRITY', `The file ${file} in the store is damaged.`, {
    hint: 'find what else is, and fetch it again: mediaconduit verify, then mediaconduit install',
    facts: { file },
  });
}
