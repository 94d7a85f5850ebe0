import { MediaConduitError } from '@mediaconduit/sdk';
import type { LockedPackage } from '../../lock-file/locked-package';
import type { Resolution } from '../fetch/fetcher';

/** @throws `MC_INTEGRITY` when what a source answers is not the version, commit or tarball that is locked. */
export function requireSameResolution(
  canonical: string,
  { resolution: locked }: LockedPackage,
  found: Resolution,
): void {
  for (const field of ['canonical', 'commit', 'version', 'integrity'] as const)
    if (locked[field] !== found[field])
      throw lockMismatch(canonical, field, { locked: locked[field], found: found[field] });
}

/**
 * As {@link requireSameResolution}, for what a registry says of a tarball that nobody has got: some know only another kind of
 * hash than the one that was made of its bytes, or none.
 */
export function requireSameRelease(canonical: string, entry: LockedPackage, said: Resolution): void {
  const { integrity: locked } = entry.resolution;
  const integrity = algorithmOf(said) === algorithmOf(entry.resolution) ? said.integrity : locked;
  requireSameResolution(canonical, entry, { ...said, integrity });
}

function algorithmOf({ integrity = '' }: Resolution): string {
  return integrity.replace(/-.*/s, '');
}

/** What came is not what the project has reviewed; it is not loaded. */
export function lockMismatch(
  canonical: string,
  what: string,
  { found, locked }: { readonly locked?: string; readonly found?: string },
): MediaConduitError {
  return new MediaConduitError(
    'MC_INTEGRITY',
    `${canonical} is not what mediaconduit.lock says: its ${what} differs.`,
    {
      hint: 'it was not loaded: find out why something that was published has changed, or who changed the lock file',
      facts: { identifier: canonical, differs: what, locked, found },
    },
  );
}

/** It would have to be added where nothing may be. */
export function notLocked(canonical: string, file: string): MediaConduitError {
  const shown = /^[\w@/.:#+-]+$/.test(canonical) ? canonical : `"${canonical}"`;
  return new MediaConduitError('MC_NOT_LOCKED', `${canonical} is not what ${file} names.`, {
    hint: `MEDIACONDUIT_FROZEN_LOCK forbids to add it here; where it is not set: mediaconduit add ${shown}`,
    facts: { identifier: canonical, file },
  });
}

/** Nobody waits for what was asked for. */
export function closedMeanwhile(): MediaConduitError {
  return new MediaConduitError('MC_RUNTIME_CLOSED', 'The runtime was closed while it fetched something.', {
    hint: 'close it later; what was fetched is asked for again at the next start',
  });
}
