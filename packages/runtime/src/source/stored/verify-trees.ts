import type { LockedPackages } from '../../lock-file/locked-package';
import type { HeldTrees, TreeState } from './held-trees';
import { treePlatform } from './tree-platform';

/** Whether an entry of the lock file is stored as it says. */
export interface VerifiedPackage {
  readonly identifier: string;
  readonly state: TreeState;
}

/** Reads every file of what is stored; what is damaged leaves the store. */
export async function verifyTrees(locked: LockedPackages, trees: HeldTrees): Promise<VerifiedPackage[]> {
  const verified: VerifiedPackage[] = [];
  for (const [identifier, entry] of locked) {
    const hash = entry.trees[treePlatform(entry)];
    verified.push({ identifier, state: hash === undefined ? 'not stored' : await trees.verify(hash) });
  }
  return verified;
}
