import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { installedPackages, type InstalledPackage } from '../../source/installed-packages';
import type { Catalog } from './catalog-file';
import type { CatalogRow } from './catalog-row';
import { describePackage } from './describe-package';
import { isSame, settledStampOf } from './file-stamp';

/** An index that is true now, and whether it differs from the one on disk. */
export interface BuiltCatalog {
  readonly catalog: Catalog;
  readonly isNew: boolean;
}

/**
 * What is installed in a project, by the index where that still holds. While the folders that hold packages are as they
 * were, one look at each manifest is enough; else every package is looked up again. Only what changed is read.
 */
export function buildCatalog(projectFolder: string, old: Catalog | undefined): BuiltCatalog {
  if (old?.places.every(([path, stamp]) => isSame(path, stamp))) {
    if (old.rows.every((row) => holds(row))) return { catalog: old, isNew: false };
    const packages = old.rows.map(({ packageName: name, folder }) => ({ name, folder }));
    return { catalog: assemble(packages, old.places, { old, holds }), isNew: true };
  }
  const places = placesOf(projectFolder); // before the look, so that a change meanwhile is seen next time
  const packages = installedPackages(projectFolder);
  return { catalog: assemble(packages, places, { old, holds: holdsThoroughly }), isNew: true };
}

interface Reuse {
  readonly old: Catalog | undefined;
  readonly holds: (row: CatalogRow) => boolean;
}

function holds({ folder, watched, isLinked, packageStamp }: CatalogRow): boolean {
  return (
    watched.every(([path, stamp]) => isSame(path === '' ? folder : folder + sep + path, stamp)) &&
    (!isLinked || isSame(`${folder}${sep}package.json`, packageStamp))
  );
}

function holdsThoroughly(row: CatalogRow): boolean {
  return holds({ ...row, isLinked: true });
}

function assemble(packages: readonly InstalledPackage[], places: Catalog['places'], { old, holds }: Reuse): Catalog {
  const known = new Map(old?.rows.map((row) => [row.packageName, row]));
  const manifests: Buffer[] = [];
  let length = 0;
  const add = (bytes: Buffer): readonly [number, number] => {
    const place = [length, length + bytes.length] as const;
    manifests.push(bytes, NEW_LINE);
    length += bytes.length + NEW_LINE.length;
    return place;
  };
  const rows = packages.map((one): CatalogRow => {
    const row = known.get(one.name);
    const isKnown = row?.folder === one.folder && holds(row);
    const { row: found, manifest } = isKnown ? { row, manifest: keptBytes(row, old) } : describePackage(one);
    if (!found.provider) return found;
    const place = manifest === undefined ? undefined : add(Buffer.from(manifest));
    return { ...found, provider: { ...found.provider, place } };
  });
  return { places, rows, manifests: Buffer.concat(manifests) };
}

const NEW_LINE = Buffer.from('\n');

function keptBytes({ provider }: CatalogRow, old: Catalog | undefined): Buffer | undefined {
  return provider?.place && old?.manifests.subarray(...provider.place);
}

/**
 * All that decides which folder a package name means: the nearest package.json, and every `node_modules` above it with
 * its scopes. What is missing has a stamp, too.
 */
function placesOf(projectFolder: string): Catalog['places'] {
  const above = foldersAbove(projectFolder);
  const found = above.findIndex((folder) => existsSync(join(folder, 'package.json')));
  const nearest = found < 0 ? above.length - 1 : found;
  const files = above.slice(0, nearest + 1).map((folder) => join(folder, 'package.json'));
  const modules = above.slice(nearest).map((folder) => join(folder, 'node_modules'));
  return [...files, ...modules.flatMap((folder) => [folder, ...scopesIn(folder)])].map((path) => [
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
