import { MediaConduitError } from '@mediaconduit/sdk';
import { LOCK_FILE } from '../lock-file/lock-file';
import type { LockedPackage } from '../lock-file/locked-package';
import { requireFetchable, type FetchableIdentifier } from '../source/stored/fetchable-identifier';
import { farService } from '../source/stored/service-to-fetch';
import type { StoredPackages } from '../source/stored/stored-packages';
import { treePlatform } from '../source/stored/tree-platform';
import type { PackageFolder } from './package-services';

/** A package of the lock file that is in the store, and stays there as long as this program runs. */
export interface OpenedPackage extends PackageFolder {
  readonly entry: LockedPackage;
  readonly platform: string;
  readonly tree: string;
}

/**
 * Opens packages and the services that they name, by identifier. What is not stored is fetched as the lock file says; a
 * service that it does not name yet is added to it, as when the provider is used.
 * @throws what fetching throws, `MC_NOT_LOCKED`, `MC_CONFIG_INVALID` for an entry that holds a secret.
 */
export async function openPackages(packages: StoredPackages, chosen: readonly string[]): Promise<OpenedPackage[]> {
  const opened = new Map<string, OpenedPackage>();
  const ahead = [...chosen];
  for (let next = ahead.shift(); next !== undefined; next = ahead.shift()) {
    if (opened.has(next)) continue;
    const found = await openPackage(packages, requireFetchable(next));
    opened.set(next, found);
    const service = farService(found);
    if (service) ahead.push(service.canonical);
  }
  return [...opened.values()].sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
}

async function openPackage(packages: StoredPackages, identifier: FetchableIdentifier): Promise<OpenedPackage> {
  const { folder } = await packages.open(identifier);
  const entry = (await packages.locked()).get(identifier.canonical);
  const platform = entry && treePlatform(entry);
  const tree = entry?.trees[platform ?? ''];
  if (!entry || platform === undefined || tree === undefined) throw notLocked(identifier.canonical);
  requireNoSecrets(identifier.canonical, entry);
  return { identifier: identifier.canonical, folder, entry, platform, tree };
}

function notLocked(identifier: string): MediaConduitError {
  return new MediaConduitError('MC_NOT_LOCKED', `${LOCK_FILE} does not say what ${identifier} is on this machine.`, {
    hint: `where MEDIACONDUIT_FROZEN_LOCK is not set: mediaconduit install, or mediaconduit add ${identifier}`,
    facts: { identifier },
  });
}

/** We never write one down; somebody who edits the file might. */
function requireNoSecrets(identifier: string, { dependencies = [], resolution }: LockedPackage): void {
  const urls = [resolution, ...dependencies].map(({ resolved }) => resolved);
  if (!urls.some((url) => /^[a-z+]+:\/\/[^/?#]*@/i.test(url))) return;
  throw new MediaConduitError(
    'MC_CONFIG_INVALID',
    `${LOCK_FILE} has a URL with a user or password for ${identifier}.`,
    {
      hint: 'take it out of the lock file, and into your .npmrc or the credentials of git',
      facts: { identifier },
    },
  );
}
