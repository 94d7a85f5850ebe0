import type { LockedPackage, LockedPackages } from '../../lock-file/locked-package';
import { fetchableFrom } from './fetchable-identifier';
import type { HeldTrees, TreeState } from './held-trees';
import { isOwnResolution } from './own-resolution';
import { treePlatform } from './tree-platform';

/** Whether an entry of the lock file holds what its identifier names, and is stored as it says. */
export interface VerifiedPackage {
  readonly identifier: string;
  readonly state: TreeState | 'another package';
}

/** Reads every file of what is stored; what is damaged leaves the store. */
export async function verifyTrees(locked: LockedPackages, trees: HeldTrees): Promise<VerifiedPackage[]> {
  const verified: VerifiedPackage[] = [];
  for (const [identifier, entry] of locked)
    verified.push({ identifier, state: await stateOf(identifier, entry, trees) });
  return verified;
}

async function stateOf(canonical: string, entry: LockedPackage, trees: HeldTrees): Promise<VerifiedPackage['state']> {
  const identifier = fetchableFrom(canonical);
  if (!identifier || !isOwnResolution(identifier, entry.resolution)) return 'another package';
  const hash = entry.trees[treePlatform(entry)];
  return hash === undefined ? 'not stored' : trees.verify(hash);
}
