import type { LockedPackage } from '../../lock-file/locked-package';
import type { AddedPackage } from '../../runtime-events';

/** What is told of an entry that is new in the lock file. */
export function addedPackage(identifier: string, entry: LockedPackage, hash: string): AddedPackage {
  const { provider, resolution, scripts, service } = entry;
  const { version = resolution.commit, resolved: source } = resolution;
  return { identifier, provider, service, version, source, hash, scripts };
}
