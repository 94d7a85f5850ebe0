import type { LockedPackage } from '../../lock-file/locked-package';
import type { Resolution } from '../fetch/fetcher';
import { isCommit } from '../git/parse-git-identifier';
import type { FetchableIdentifier } from './fetchable-identifier';
import type { lockMismatch } from './lock-mismatch';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when something is wrong */
const load = () => require('./lock-mismatch') as { lockMismatch: typeof lockMismatch };

/** One version, not a range. */
const EXACT = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;

/** Whether an entry of the lock file holds what its identifier names, and nothing else. */
export function isOwnResolution(identifier: FetchableIdentifier, resolution: Resolution): boolean {
  return resolution.canonical === ownCanonical(identifier, resolution);
}

/** @throws `MC_INTEGRITY` for an entry that holds something else. */
export function requireOwnResolution(identifier: FetchableIdentifier, { resolution }: LockedPackage): void {
  if (isOwnResolution(identifier, resolution)) return;
  const found = ownCanonical(identifier, resolution);
  throw load().lockMismatch(identifier.canonical, 'package', { locked: resolution.canonical, found });
}

function ownCanonical(identifier: FetchableIdentifier, { commit, version }: Resolution): string {
  if (identifier.kind === 'npm') {
    const { name, range } = identifier;
    return `npm:${name}@${EXACT.test(range) ? range : version}`;
  }
  const { ref = '', repository } = identifier;
  return `${repository}#${isCommit(ref) ? ref : commit}`;
}
