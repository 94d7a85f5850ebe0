import type { EnginePlatform } from '@mediaconduit/sdk';
import { jsonOf, listOf, membersOf, type Members } from '../archive/json-members';
import { isTreeHash } from '../store/tree-index';
import { invalidBundle } from './bundle-error';

/** Grows when a file that an older version cannot read is written. */
export const BUNDLE_FORMAT = 1;

/** A tree of the bundle, and for what the lock names it. */
export interface BundledPackage {
  /** Canonical, as in the lock. */
  readonly identifier: string;
  /** `any`, or the kind of machine that its dependencies were chosen for. */
  readonly platform: string;
  readonly tree: string;
}

/** An image of the bundle. */
export interface BundledImage extends EnginePlatform {
  readonly reference: string;
  /** What the engine called it that it was saved from. */
  readonly id: string;
}

/** What a bundle says of itself. */
export interface BundleManifest {
  readonly formatVersion: typeof BUNDLE_FORMAT;
  /** By identifier. */
  readonly packages: readonly BundledPackage[];
  /** By reference. */
  readonly images: readonly BundledImage[];
}

const PLATFORM = /^[a-z0-9]+(?:-[a-z0-9_]+){0,3}$/;
const REFERENCE = /^[a-z0-9][\w./:-]{0,254}$/i;
const IMAGE_ID = /^sha256:[0-9a-f]{64}$/;
const WORD = /^[a-z0-9_]{1,32}$/i;

/** The same manifest always gives the same text. */
export function formatManifest({ images, packages }: Pick<BundleManifest, 'packages' | 'images'>): string {
  const manifest = {
    formatVersion: BUNDLE_FORMAT,
    packages: packages.map(({ identifier, platform, tree }) => ({ identifier, platform, tree })),
    images: images.map(({ architecture, id, os, reference }) => ({ reference, id, os, architecture })),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** @throws `MC_BUNDLE_INVALID`, also for a file of a newer version. */
export function parseManifest(text: string, file: string): BundleManifest {
  const refuse = (why: string): never => {
    throw invalidBundle(file, why);
  };
  const { formatVersion, images, packages } = membersOf(jsonOf(text), refuse);
  if (formatVersion !== BUNDLE_FORMAT)
    refuse(`its format is ${JSON.stringify(formatVersion)?.slice(0, 20)}, and this version reads ${BUNDLE_FORMAT}`);
  const textOf = (members: Members, name: string, pattern: RegExp): string => {
    const { [name]: value } = members;
    return typeof value === 'string' && pattern.test(value) ? value : refuse(`a ${name} in its manifest is none`);
  };
  const found: BundleManifest = {
    formatVersion: BUNDLE_FORMAT,
    packages: listOf(packages, refuse).map((one) => ({
      identifier: textOf(one, 'identifier', /^.{1,1000}$/),
      platform: textOf(one, 'platform', PLATFORM),
      tree: textOf(one, 'tree', /^t1-/),
    })),
    images: listOf(images, refuse).map((one) => ({
      reference: textOf(one, 'reference', REFERENCE),
      id: textOf(one, 'id', IMAGE_ID),
      os: textOf(one, 'os', WORD),
      architecture: textOf(one, 'architecture', WORD),
    })),
  };
  if (!found.packages.every(({ tree }) => isTreeHash(tree))) refuse('a tree in its manifest is none');
  if (found.packages.length === 0) refuse('it holds nothing');
  if (formatManifest(found) !== text) refuse('its manifest is not as a manifest is written');
  if (!isAscending(found.packages.map(({ identifier }) => identifier)) || !isAscending(found.images.map(byReference)))
    refuse('its manifest names something twice, or not in order');
  return found;
}

const byReference = ({ reference }: BundledImage): string => reference;

function isAscending(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] ?? '') < name);
}
