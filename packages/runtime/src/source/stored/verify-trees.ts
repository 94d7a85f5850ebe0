import { isMediaConduitError, type MediaConduitError } from '@mediaconduit/sdk';
import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import { requireFetchable, type FetchableIdentifier } from './fetchable-identifier';
import type { HeldTrees, TreeState } from './held-trees';
import { isOwnResolution } from './own-resolution';
import { treePlatform } from './tree-platform';

/** Whether an entry of the lock file holds what its identifier names, and is stored as it says. */
export interface VerifiedPackage {
  readonly identifier: string;
  /** `no identifier`: its key names nothing that can be fetched. */
  readonly state: TreeState | 'another package' | 'no identifier';
  /** What is wrong with its key. */
  readonly problem?: MediaConduitError;
}

/** Reads every file of what is stored; what is damaged leaves the store. */
export async function verifyTrees(locked: LockedPackages, trees: HeldTrees): Promise<VerifiedPackage[]> {
  const verified: VerifiedPackage[] = [];
  for (const [identifier, entry] of locked) verified.push({ identifier, ...(await stateOf(identifier, entry, trees)) });
  return verified;
}

async function stateOf(
  canonical: string,
  entry: LockedPackage,
  trees: HeldTrees,
): Promise<Omit<VerifiedPackage, 'identifier'>> {
  const identifier = identifierIn(canonical);
  if (isMediaConduitError(identifier)) return { state: 'no identifier', problem: identifier };
  if (!isOwnResolution(identifier, entry.resolution)) return { state: 'another package' };
  const hash = entry.trees[treePlatform(entry)];
  return { state: hash === undefined ? 'not stored' : await trees.verify(hash) };
}

/** People edit lock files by hand: one key that is wrong is no reason to say nothing of the others. */
function identifierIn(canonical: string): FetchableIdentifier | MediaConduitError {
  try {
    return requireFetchable(canonical);
  } catch (error) {
    if (isMediaConduitError(error)) return error;
    throw error;
  }
}
