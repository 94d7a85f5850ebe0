import { isDeepStrictEqual } from 'node:util';
import { join } from 'node:path';
import {
  MediaConduitError,
  requireConfirmation,
  type CallOptions,
  type EngineImages,
  type EnginePlatform,
} from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';
import type { LockedPackage, LockedPackages } from '../lock-file/locked-package';
import type { ProjectLock } from '../lock-file/project-lock';
import type { HeldTrees } from '../source/stored/held-trees';
import type { ProjectList } from '../source/stored/project-list';
import { treePlatform } from '../source/stored/tree-platform';
import { changedBundle } from './bundle-error';
import type { BundledImage, BundleManifest } from './bundle-manifest';
import { requireImages, usesImages } from './bundled-images';
import { BundleEntries } from './bundle-entries';
import { BundleFile } from './bundle-file';
import { IMAGES_ENTRY } from './bundle-layout';
import { HashedBytes } from './hashed-bytes';
import { isSameImage } from './image-archive';
import { mergedEntries } from './merge-lock';
import { servicesOf } from './package-services';
import { readBundle, readHead, type BundleHead, type FoundImages } from './read-bundle';
import { StagedTrees } from './staged-trees';

/** How a bundle is taken in. */
export interface InstallOptions {
  readonly signal?: AbortSignal;
  /** Whether its container images are loaded. Default: true. */
  readonly images?: boolean;
  /** Asked before the name of an image is taken from another one. */
  readonly confirm?: CallOptions['confirm'];
  readonly onProgress?: (message: string) => void;
}

/** What a bundle has brought. */
export interface InstallReport {
  readonly file: string;
  readonly packages: readonly (Pick<LockedPackage, 'provider' | 'service' | 'resolution'> & {
    readonly identifier: string;
    readonly tree: string;
    /** Not in the lock file before. */
    readonly isNew: boolean;
  })[];
  readonly images: readonly (BundledImage & { readonly isNew: boolean })[];
}

/** What a bundle is taken in with. */
export interface InstallBundleParts {
  readonly home: string;
  readonly lock: ProjectLock;
  readonly trees: HeldTrees;
  readonly projects: ProjectList;
  readonly engines: EngineSet;
  readonly isFrozen: boolean;
  readonly signal: AbortSignal;
}

/** See `StoredPackages.installBundle`. */
export class BundleInstaller {
  constructor(
    private readonly file: string,
    private readonly options: InstallOptions,
    private readonly parts: InstallBundleParts,
  ) {}

  async install(): Promise<InstallReport> {
    await using bundle = await BundleFile.open(this.file);
    const { lock, projects, signal } = this.parts;
    const head = await readHead(bundle, signal);
    requireOwnPlatform(head);
    const before = await lock.read();
    this.#requireThawed(before, mergedEntries(before, head.locked));
    const engine = await this.#imagesFor(head.manifest);
    const images = await this.#takeIn(bundle, head, engine);
    await projects.add(lock.folder); // before it needs the trees, and again where there was no lock file to go by
    await lock.update(signal, (packages) => {
      for (const [identifier, entry] of mergedEntries(packages, head.locked)) packages.set(identifier, entry);
    });
    await projects.add(lock.folder);
    const packages = head.manifest.packages.map(({ identifier, tree }) => {
      const { provider, resolution, service } = head.locked.get(identifier) ?? {};
      return { identifier, provider, service, resolution, tree, isNew: !before.has(identifier) };
    });
    return { file: this.file, packages, images } as InstallReport;
  }

  /** Trees come into the store when all of the file is read, and found right; then images are loaded. */
  async #takeIn(bundle: BundleFile, head: BundleHead, engine?: EngineImages): Promise<InstallReport['images']> {
    const { home, signal, trees } = this.parts;
    const missing = new Map<string, NonNullable<ReturnType<BundleHead['trees']['get']>>>();
    for (const [hash, entries] of head.trees)
      if ((await trees.folderOf(hash)) === undefined) missing.set(hash, entries);
    this.options.onProgress?.(`checking ${this.file} …`);
    await using staged = await StagedTrees.create(trees, missing, join(home, 'store'));
    const found = await readBundle(bundle, (content, bytes) => staged.put(content, bytes), signal);
    await bundle.requireUnchanged();
    const folders = new Map<string, string>();
    for (const hash of head.trees.keys())
      folders.set(hash, staged.folderOf(hash) ?? (await trees.folderOf(hash)) ?? '');
    if (engine) await this.#requireNeeded(head.manifest, folders, engine);
    const wanted = engine ? await this.#missingImages(head.manifest, found, engine) : [];
    await staged.publish();
    if (engine && wanted.length > 0) await this.#load(bundle, wanted, found, engine);
    return engine ? head.manifest.images.map((image) => ({ ...image, isNew: wanted.includes(image) })) : [];
  }

  /** Those of the engine that are to be used; checks that the images are made for it. */
  async #imagesFor({ images }: BundleManifest): Promise<EngineImages | undefined> {
    if (images.length === 0 || this.options.images === false) return undefined;
    const engine = await requireImages(this.parts.engines, 'leave the images out: --no-images');
    const platform = await engine.platform();
    const other = images.find((image) => !isSamePlatform(image, platform));
    if (other) throw otherMachine(`The image ${other.reference}`, nameOf(other), nameOf(platform), IMAGE_HINT);
    return engine;
  }

  /** A bundle gives no names to images that its own services do not use. */
  async #requireNeeded(
    { images, packages }: BundleManifest,
    folders: ReadonlyMap<string, string>,
    engine: EngineImages,
  ): Promise<void> {
    const places = packages.map(({ identifier, tree }) => ({ identifier, folder: folders.get(tree) ?? '' }));
    const services = (await servicesOf(places)).filter(usesImages);
    const needed = new Set((await Promise.all(services.map((service) => engine.needed(service)))).flat());
    const extra = images.find(({ reference }) => !needed.has(reference));
    if (extra) throw changedBundle(this.file, 'the list of its images', { image: extra.reference });
  }

  async #missingImages(
    { images }: BundleManifest,
    { ids }: FoundImages,
    engine: EngineImages,
  ): Promise<BundledImage[]> {
    const missing: BundledImage[] = [];
    const replaced: string[] = [];
    for (const image of images) {
      const found = await engine.find(image.reference);
      if (isSameImage(found, ids.get(image.reference))) continue;
      missing.push(image);
      if (found) replaced.push(image.reference);
    }
    const text = `Docker has other images by the name of ${replaced.join(', ')}. Give the name to those of the bundle?`;
    if (replaced.length > 0) await requireConfirmation({ confirm: this.options.confirm }, { text });
    return missing;
  }

  async #load(
    bundle: BundleFile,
    images: readonly BundledImage[],
    { ids, sha256 }: FoundImages,
    engine: EngineImages,
  ): Promise<void> {
    const { signal } = this.parts;
    this.options.onProgress?.(`loading ${images.map(({ reference }) => reference).join(', ')} …`);
    await using entries = new BundleEntries(bundle, signal);
    const archive = new HashedBytes(await entries.skipTo(IMAGES_ENTRY));
    await engine.load(archive, signal);
    if ((await archive.finish()) !== sha256) throw changedBundle(this.file, 'what was loaded of its images', {});
    for (const { reference } of images) {
      const found = await engine.find(reference);
      const wanted = ids.get(reference);
      if (!isSameImage(found, wanted))
        throw changedBundle(this.file, `the image ${reference}`, { wanted, found: found?.id });
    }
  }

  #requireThawed(before: LockedPackages, merged: LockedPackages): void {
    const changed = [...merged].filter(([identifier, entry]) => !isDeepStrictEqual(before.get(identifier), entry));
    if (!this.parts.isFrozen || changed.length === 0) return;
    const names = changed.map(([identifier]) => identifier);
    throw new MediaConduitError('MC_NOT_LOCKED', `${names.join(', ')} is not what ${this.parts.lock.file} names.`, {
      hint: 'MEDIACONDUIT_FROZEN_LOCK forbids to add it here: install the bundle where it is not set',
      facts: { identifiers: names, file: this.parts.lock.file },
    });
  }
}

const IMAGE_HINT = 'make the bundle on a machine like this one, or leave the images out: --no-images';

function requireOwnPlatform({ locked, manifest }: BundleHead): void {
  for (const { identifier, platform } of manifest.packages) {
    const own = treePlatform(locked.get(identifier) ?? {});
    if (platform !== own) throw otherMachine(identifier, platform, own, 'make the bundle on a machine like this one');
  }
}

function isSamePlatform(one: EnginePlatform, other: EnginePlatform): boolean {
  return one.os === other.os && one.architecture === other.architecture;
}

function nameOf({ architecture, os }: EnginePlatform): string {
  return `${os}/${architecture}`;
}

function otherMachine(what: string, wanted: string, found: string, hint: string): MediaConduitError {
  return new MediaConduitError(
    'MC_PLATFORM_MISMATCH',
    `${what} of the bundle is for ${wanted}, and this is ${found}.`,
    {
      hint,
      facts: { what, wanted, found },
    },
  );
}
