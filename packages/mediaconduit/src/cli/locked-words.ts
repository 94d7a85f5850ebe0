import type { LockedPackage } from '@mediaconduit/runtime';

/** The provider and the service that an entry holds, for people. */
export function namesOf({ provider, service }: Pick<LockedPackage, 'provider' | 'service'>): string {
  const names = [provider && `provider ${provider}`, service && `service ${service}`];
  return names.filter(Boolean).join(' and ');
}

/** Short: the version of a package, else the beginning of the commit. */
export function versionOf({ resolution: { commit, version } }: Pick<LockedPackage, 'resolution'>): string {
  return version ?? commit?.slice(0, 12) ?? '';
}
