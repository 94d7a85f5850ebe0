import { MediaConduitError } from '@mediaconduit/sdk';
import type { LockedPackage } from '../../lock-file/locked-package';
import type { Isolation } from '../../provider/isolation/isolation-limits';

/** The entry with another isolation, where one is named. @throws `MC_USAGE` for a service, which never runs in a program. */
export function withIsolation(
  canonical: string,
  entry: LockedPackage,
  isolation: Isolation | undefined,
): LockedPackage {
  if (isolation === undefined) return entry;
  if (entry.provider !== undefined) return { ...entry, isolation };
  throw new MediaConduitError('MC_USAGE', `${canonical} holds a service and no provider: it always runs for itself.`, {
    hint: 'add it without an isolation',
    facts: { identifier: canonical, service: entry.service },
  });
}
