import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseCapability, toMediaConduitError } from '@mediaconduit/sdk';
import { LOCK_FILE } from '../../lock-file/lock-file';
import { installedPackages, type InstalledPackage } from '../../source/installed-packages';
import { lockedTrees, type LockedTree } from '../../source/stored/locked-trees';
import type { CatalogRow, ProviderRow } from './catalog-row';
import { describePackage, rowStamp } from './describe-package';
import { settledStampOf } from './file-stamp';

/** Which project an index is about, and where it is kept. */
export interface CatalogPlace {
  readonly home: string;
  readonly projectFolder: string;
  /** Where the lock file lies. */
  readonly lockFolder: string;
}

/** Something that may be a provider, and how it is described. */
export interface ListedPackage extends InstalledPackage {
  readonly describe: () => CatalogRow;
}

/**
 * The direct dependencies of a project, and the providers of its lock file, under their canonical identifiers.
 * @param installed the dependencies, where they are known.
 */
export function listPackages(
  place: CatalogPlace,
  installed: readonly InstalledPackage[] = installedPackages(place.projectFolder),
): ListedPackage[] {
  return [...installed.map((one) => ({ ...one, describe: () => describePackage(one) })), ...lockedProviders(place)];
}

/** Canonical identifiers have a scheme, names of packages have none. */
export function isIdentifier(packageName: string): boolean {
  return packageName.includes(':');
}

/** A lock file that cannot be read is listed as something broken, and the rest goes on. */
function lockedProviders({ home, lockFolder }: CatalogPlace): ListedPackage[] {
  if (!existsSync(join(lockFolder, LOCK_FILE))) return [];
  try {
    return lockedTrees(lockFolder, home).flatMap((tree) => {
      const { provider } = tree.entry;
      return provider === undefined ? [] : [lockedProvider(tree, provider)];
    });
  } catch (thrown) {
    const { code, message, hint, facts } = toMediaConduitError(thrown);
    const broken = summaryOf(LOCK_FILE, { problem: { code, message, hint, facts } });
    return [{ name: LOCK_FILE, folder: lockFolder, describe: () => rowOf(LOCK_FILE, lockFolder, broken) }];
  }
}

/** One that was not fetched yet is known by what the lock file says of it. */
function lockedProvider({ canonical: name, entry, folder }: LockedTree, id: string): ListedPackage {
  const describe = (): CatalogRow => {
    const described = describePackage({ name, folder });
    if (described.provider) return described;
    const { version, commit } = entry.resolution;
    const capabilities = entry.declared.capabilities.flatMap((one) => parseCapability(one) ?? []);
    return rowOf(name, folder, summaryOf(id, { version: version ?? commit?.slice(0, 12), capabilities }));
  };
  return { name, folder, describe };
}

function summaryOf(id: string, known: Partial<ProviderRow>): ProviderRow {
  return { id, name: id, capabilities: [], modelCount: 0, requiredVariables: [], ...known };
}

function rowOf(packageName: string, folder: string, provider: ProviderRow): CatalogRow {
  const packageStamp = settledStampOf(join(folder, 'package.json'));
  return { packageName, folder, stamp: rowStamp(folder, undefined, settledStampOf), packageStamp, provider };
}
