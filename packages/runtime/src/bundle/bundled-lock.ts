import { isMediaConduitError } from '@mediaconduit/sdk';
import { isLockedPackage, type LockedPackage, type LockedPackages } from '../lock-file/locked-package';
import { sortedKeys } from '../lock-file/project-lock';
import { parseIdentifier } from '../source/identifier';
import { isFetchable } from '../source/stored/fetchable-identifier';
import { isOwnResolution } from '../source/stored/own-resolution';
import { isTreeHash } from '../store/tree-index';
import { changedBundle, invalidBundle } from './bundle-error';
import type { BundleManifest } from './bundle-manifest';

/** Entries nest less; what is deeper could not be compared. */
const DEEPEST = 12;

/** A lock file that names these and nothing else; the same entries always give the same text. */
export function formatLock(packages: LockedPackages): string {
  return `${JSON.stringify(sortedKeys({ providers: Object.fromEntries(packages) }), undefined, 2)}\n`;
}

/**
 * The entries of the lock in a bundle, which are those of its manifest.
 * @throws `MC_BUNDLE_INVALID` for one that no lock file could hold, `MC_INTEGRITY` when the two differ.
 */
export function parseLock(text: string, { packages }: BundleManifest, file: string): LockedPackages {
  const entries = Object.entries(providersIn(text, file));
  const locked: LockedPackages = new Map();
  for (const [identifier, entry] of entries) {
    const isWhole = isShallow(entry, DEEPEST) && isLockedPackage(entry) && Object.values(entry.trees).every(isTreeHash);
    if (!isWhole || !holds(identifier, entry))
      throw invalidBundle(file, 'its lock holds what is no entry of a lock file');
    locked.set(identifier, entry);
  }
  if (formatLock(locked) !== text) throw invalidBundle(file, 'its lock is not as a lock file is written');
  const isSame = packages.every(({ identifier, platform, tree }) => locked.get(identifier)?.trees[platform] === tree);
  if (!isSame || packages.length !== locked.size) throw changedBundle(file, 'its lock', {});
  return locked;
}

function providersIn(text: string, file: string): object {
  try {
    const { providers } = Object(JSON.parse(text)) as { readonly providers?: unknown };
    if (typeof providers === 'object' && providers !== null) return providers;
  } catch {
    // told below
  }
  throw invalidBundle(file, 'its lock is damaged');
}

/** Whether a lock file could name the entry so. */
function holds(text: string, { resolution }: LockedPackage): boolean {
  try {
    const identifier = parseIdentifier(text, '/');
    return isFetchable(identifier) && identifier.canonical === text && isOwnResolution(identifier, resolution);
  } catch (error) {
    if (isMediaConduitError(error)) return false;
    throw error;
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((one) => isShallow(one, levels - 1));
}
