import { isDeepStrictEqual } from 'node:util';
import type { LockedPackage } from '../../lock-file/locked-package';

/** The entry with the trees of one more platform, unless it has become another package since that was fetched. */
export function withTree(
  now: LockedPackage,
  { resolution }: LockedPackage,
  trees: LockedPackage['trees'],
): LockedPackage {
  if (!isDeepStrictEqual(now.resolution, resolution)) return now;
  return { ...now, trees: { ...now.trees, ...trees } };
}
