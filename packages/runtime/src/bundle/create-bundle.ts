import type { EngineImage, EngineImages, ServiceDefinition } from '@mediaconduit/sdk';
import type { EngineSet } from '../engine/engine-set';
import type { StoredPackages } from '../source/stored/stored-packages';
import { downloadsOf, isByDigest, requireImages, usesImages, type LeftOut } from './bundled-images';
import { openPackages, type OpenedPackage } from './open-packages';
import { servicesOf } from './package-services';
import { writeBundle } from './write-bundle';

/** What is bundled. */
export interface BundleOptions {
  /** Absolute path; what is there is replaced when the bundle is whole. */
  readonly file: string;
  /** Canonical identifiers of the lock file. Default: all of it. */
  readonly identifiers?: readonly string[];
  /** Also the container images that their services run in; those that are missing are built or pulled. Default: false. */
  readonly images?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (message: string) => void;
}

/** What a bundle holds. */
export interface BundleReport {
  readonly file: string;
  readonly sizeBytes: number;
  readonly packages: readonly Omit<OpenedPackage, 'folder'>[];
  readonly images: readonly EngineImage[];
  /** What its services need besides. */
  readonly left: readonly LeftOut[];
}

/** What a bundle is made from. */
export interface CreateBundleParts {
  readonly packages: StoredPackages;
  readonly engines: EngineSet;
  readonly signal: AbortSignal;
}

/** See `StoredPackages.bundle`. */
export async function createBundle(options: BundleOptions, parts: CreateBundleParts): Promise<BundleReport> {
  const { engines, packages, signal } = parts;
  const { file, identifiers = [...(await packages.locked()).keys()] } = options;
  const opened = await openPackages(packages, identifiers);
  const services = await servicesOf(opened);
  const engine = options.images === true ? await requireImages(engines, 'leave the images out') : undefined;
  const images = engine ? await provideImages(engine, services, { ...options, signal }) : [];
  const left = [...(await imagesLeft(services, engine, images)), ...services.flatMap(downloadsOf)];
  options.onProgress?.(`writing ${file} …`);
  const saveImages = (): AsyncIterable<Uint8Array> =>
    engine?.save(
      images.map(({ reference }) => reference),
      signal,
    ) ?? nothing();
  const sizeBytes = await writeBundle(file, { packages: opened, images, saveImages }, signal);
  return { file, sizeBytes, packages: opened.map(({ folder: _, ...one }) => one), images, left };
}

async function* nothing(): AsyncGenerator<Uint8Array, void, void> {
  // there are no images
}

async function provideImages(
  engine: EngineImages,
  services: readonly ServiceDefinition[],
  { onProgress, signal }: BundleOptions & { readonly signal: AbortSignal },
): Promise<EngineImage[]> {
  const found = new Map<string, EngineImage>();
  for (const service of services.filter(usesImages)) {
    await engine.provide(service, { signal, onProgress });
    for (const reference of await engine.needed(service)) {
      const image = isByDigest(reference) ? undefined : await engine.find(reference);
      if (image) found.set(reference, image);
    }
  }
  return [...found.values()].sort((a, b) => (a.reference < b.reference ? -1 : 1));
}

/** Of services that run in containers if they can. */
async function imagesLeft(
  services: readonly ServiceDefinition[],
  engine: EngineImages | undefined,
  images: readonly EngineImage[],
): Promise<LeftOut[]> {
  const inside = new Set(images.map(({ reference }) => reference));
  const left: LeftOut[] = [];
  for (const service of services.filter((one) => usesImages(one) && one.engines[0] === 'docker')) {
    const needed = await engine?.needed(service);
    if (!needed) left.push({ service: service.id, what: 'its container images', hint: WITH_IMAGES });
    for (const reference of needed?.filter((one) => !inside.has(one)) ?? [])
      left.push({ service: service.id, what: `the image ${reference}`, hint: BY_TAG });
  }
  return left;
}

const WITH_IMAGES = 'mediaconduit bundle --images adds them';
const BY_TAG = 'Docker forgets digests when it saves an image: name it by a tag, or pull it there';
