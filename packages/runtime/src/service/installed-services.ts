import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isMediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import { readServiceDefinitionSync } from '@mediaconduit/sdk/manifest';
import { LOCK_FILE } from '../lock-file/lock-file';
import type { ProviderRegistry } from '../provider/provider-registry';
import { folderSource } from '../source/folder-source';
import { parseIdentifier } from '../source/identifier';
import { installedPackages } from '../source/installed-packages';
import { installedSource } from '../source/installed-source';
import { lockedTrees } from '../source/stored/locked-trees';

/** Where services are looked for. */
export interface InstalledServicesOptions {
  readonly projectFolder: string;
  /** Where the lock file lies. */
  readonly lockFolder: string;
  readonly home: string;
  readonly providers: Pick<ProviderRegistry, 'installed'>;
}

/**
 * The services that providers of the project name, those that are installed themselves, and those that its lock file names
 * and that were fetched; broken ones are passed over.
 */
export function installedServices(options: InstalledServicesOptions): ServiceDefinition[] {
  const named = options.providers.installed().flatMap(({ manifest, folder }) => {
    const found = manifest?.service && findServiceFolder(manifest.service.identifier, folder);
    return found === undefined ? [] : [found];
  });
  const installed = installedPackages(options.projectFolder).map(({ folder }) => folder);
  const folders = new Set([...named, ...installed, ...lockedServices(options)]);
  return [...folders].flatMap((folder) => unlessBroken(() => readServiceDefinitionSync(folder)) ?? []);
}

/** A lock file that cannot be read is told by the list of providers, and when something of it is asked for. */
function lockedServices({ lockFolder, home }: InstalledServicesOptions): string[] {
  if (!existsSync(join(lockFolder, LOCK_FILE))) return [];
  const locked = unlessBroken(() => lockedTrees(lockFolder, home)) ?? [];
  return locked.flatMap(({ entry, folder }) => (entry.service === undefined ? [] : [folder]));
}

/** Of packages and folders only: anything else has an entry of its own in the lock file. */
function findServiceFolder(text: string, from: string): string | undefined {
  return unlessBroken(() => {
    const identifier = parseIdentifier(text, from);
    return (installedSource.find(identifier, from) ?? folderSource.find(identifier, from))?.folder;
  });
}

/** Told when the service is asked for. */
function unlessBroken<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (isMediaConduitError(error)) return undefined;
    throw error;
  }
}
