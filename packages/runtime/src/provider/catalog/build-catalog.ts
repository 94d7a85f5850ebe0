import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { LOCK_FILE } from '../../lock-file/lock-file';
import type { InstalledPackage } from '../../source/installed-packages';
import { fileAt, folderAt, toColumns, toRows, type CatalogColumns } from './catalog-columns';
import type { Catalog } from './catalog-file';
import type { CatalogRow } from './catalog-row';
import { rowStamp } from './describe-package';
import { isSame, NEVER_SAME, settledStampOf, stampOf } from './file-stamp';
import { isIdentifier, listPackages, type CatalogPlace, type ListedPackage } from './list-packages';

/** An index that is true now, and whether it differs from the one on disk. */
export interface BuiltCatalog {
  readonly catalog: Catalog;
  readonly isNew: boolean;
}

/**
 * What is installed in a project, by the index where that still holds. While the folders that hold packages and the lock
 * file are as they were, one look at each manifest is enough; else every package is looked up again. Only what changed is
 * read.
 */
export function buildCatalog(place: CatalogPlace, old: Catalog | undefined): BuiltCatalog {
  const lock = join(place.lockFolder, LOCK_FILE);
  if (old?.places[0]?.[0] === lock && old.places.every(([path, stamp]) => isSame(path, stamp))) {
    if (isTrue(old.columns)) return { catalog: old, isNew: false };
    return { catalog: assemble(listPackages(place, installedIn(old)), old.places, old), isNew: true };
  }
  const places = placesOf(place.projectFolder, lock); // before the look, so that a change meanwhile is seen next time
  return { catalog: assemble(listPackages(place), places, old), isNew: true };
}

/** Makes no objects: there may be thousands of packages. */
function isTrue(columns: CatalogColumns): boolean {
  return columns.stamps.every((stamp, index) => {
    const folder = folderAt(columns, index);
    return (
      isRowSame(folder, fileAt(columns, index), stamp) &&
      // What lies in a `node_modules` is replaced as a whole; elsewhere people edit package.json in place.
      (folder.includes(INSTALLED) || isSame(`${folder}${sep}package.json`, columns.packageStamps[index] ?? NEVER_SAME))
    );
  });
}

function isRowSame(folder: string, file: string | undefined, stamp: string): boolean {
  return stamp !== NEVER_SAME && rowStamp(folder, file, stampOf) === stamp;
}

const INSTALLED = `${sep}node_modules${sep}`;

function assemble(packages: readonly ListedPackage[], places: Catalog['places'], old: Catalog | undefined): Catalog {
  const known = new Map(old && rowsOf(old).map((row) => [row.packageName, row]));
  const rows = packages.map((one): CatalogRow => {
    const row = known.get(one.name);
    return row?.folder === one.folder && !isOfLock(row) && holds(row) ? row : one.describe();
  });
  const lines = rows.flatMap(({ provider }) => (provider?.manifest ? [provider.manifest, NEW_LINE] : []));
  return { places, columns: toColumns(rows), manifests: Buffer.concat(lines) };
}

function installedIn(catalog: Catalog): InstalledPackage[] {
  const rows = rowsOf(catalog).filter(({ packageName }) => packageName !== LOCK_FILE && !isIdentifier(packageName));
  return rows.map(({ packageName: name, folder }) => ({ name, folder }));
}

/** No manifest says what is in the row: the lock file does, which may have changed. */
function isOfLock({ file, provider }: CatalogRow): boolean {
  return file === undefined && provider !== undefined;
}

function rowsOf(catalog: Catalog | undefined): CatalogRow[] {
  return catalog ? toRows(catalog.columns, catalog.manifests) : [];
}

function holds({ folder, file, stamp, packageStamp }: CatalogRow): boolean {
  return isRowSame(folder, file, stamp) && isSame(`${folder}${sep}package.json`, packageStamp);
}

const NEW_LINE = Buffer.from('\n');

/**
 * All that decides which folder a name means: the lock file, the nearest package.json, and every `node_modules` above it
 * with its scopes. What is missing has a stamp, too.
 */
function placesOf(projectFolder: string, lock: string): Catalog['places'] {
  const above = foldersAbove(projectFolder);
  const found = above.findIndex((folder) => existsSync(join(folder, 'package.json')));
  const nearest = found < 0 ? above.length - 1 : found;
  const files = above.slice(0, nearest + 1).map((folder) => join(folder, 'package.json'));
  const modules = above.slice(nearest).map((folder) => join(folder, 'node_modules'));
  return [lock, ...files, ...modules.flatMap((folder) => [folder, ...scopesIn(folder)])].map((path) => [
    path,
    settledStampOf(path),
  ]);
}

/** From the folder itself to the root. */
function foldersAbove(folder: string): string[] {
  return dirname(folder) === folder ? [folder] : [folder, ...foldersAbove(dirname(folder))];
}

function scopesIn(modules: string): string[] {
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules);
  return names.filter((name) => name.startsWith('@')).map((name) => join(modules, name));
}
