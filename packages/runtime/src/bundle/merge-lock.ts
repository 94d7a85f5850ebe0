import { isDeepStrictEqual } from 'node:util';
import { MediaConduitError } from '@mediaconduit/sdk';
import { LOCK_FILE } from '../lock-file/lock-file';
import type { LockedPackage, LockedPackages } from '../lock-file/locked-package';

/**
 * What a lock file says once the entries of a bundle are in it: those that it has stay, with the trees of other platforms
 * that the bundle knows.
 * @throws `MC_LOCK_CONFLICT` when the two mean different things by the same identifier.
 */
export function mergedEntries(locked: LockedPackages, bundled: LockedPackages): LockedPackages {
  const different = [...bundled].filter(([identifier, entry]) => !isSame(locked.get(identifier), entry));
  if (different.length > 0) throw conflict(different.map(([identifier]) => identifier));
  return new Map([...bundled].map(([identifier, entry]) => [identifier, joined(locked.get(identifier), entry)]));
}

/** Trees of one platform are compared, those of others are unknown to one of the two. How a provider runs is up to the project. */
function isSame(mine: LockedPackage | undefined, theirs: LockedPackage): boolean {
  if (!mine) return true;
  const platforms = Object.keys(mine.trees).filter((platform) => theirs.trees[platform] !== undefined);
  return isDeepStrictEqual(
    { ...mine, isolation: 0, trees: 0, tree: platforms.map((platform) => mine.trees[platform]) },
    { ...theirs, isolation: 0, trees: 0, tree: platforms.map((platform) => theirs.trees[platform]) },
  );
}

function joined(mine: LockedPackage | undefined, theirs: LockedPackage): LockedPackage {
  return mine ? { ...mine, trees: { ...theirs.trees, ...mine.trees } } : theirs;
}

function conflict(identifiers: readonly string[]): MediaConduitError {
  const names = identifiers.join(', ');
  return new MediaConduitError('MC_LOCK_CONFLICT', `${LOCK_FILE} says something else about ${names} than the bundle.`, {
    hint: `nothing was changed; to take what is in the bundle, first: mediaconduit remove ${identifiers.join(' ')}`,
    facts: { identifiers },
  });
}
