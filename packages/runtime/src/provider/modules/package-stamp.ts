import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { latestTime, stampOf, TICK_MS } from '../catalog/file-stamp';
import { filesOfPackage } from './files-of-package';

/**
 * What changes when a package is edited, built or installed again, when packages are installed beside or above it, or when
 * one that it is linked to is edited; `undefined` when it has too many files, or something changed after `changedBefore`, in
 * ms of the system's clock.
 */
export async function packageStamp(folder: string, changedBefore = Infinity): Promise<string | undefined> {
  const folders = [folder, ...linkedPackages(folder)];
  const files = await Promise.all(folders.map(filesOfPackage));
  if (!files.every((found) => found !== undefined)) return undefined;
  const hash = createHash('sha256');
  for (const path of [...files.flat(), ...placesOfPackages(folder)]) {
    const stamp = stampOf(path);
    if (latestTime(stamp) >= changedBefore - TICK_MS) return undefined;
    hash.update(`${path}\0${stamp}\n`);
  }
  return hash.digest('hex');
}

/** Folders elsewhere that package managers have put in the place of dependencies, to be worked on. */
function linkedPackages(folder: string): string[] {
  const names = dependenciesOf(folder);
  const modules = parentFolders(folder).map((parent) => join(parent, 'node_modules'));
  const places = names.map((name) => modules.map((at) => join(at, name)).find((place) => existsSync(place)));
  const found = places.flatMap((place) => (place === undefined ? [] : [realpathSync(place)]));
  return [...new Set(found.filter((place) => !place.split(sep).includes('node_modules')))];
}

function dependenciesOf(folder: string): string[] {
  try {
    const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      dependencies?: object;
    };
    return Object.keys(dependencies ?? {});
  } catch {
    return []; // its own files tell when that changes
  }
}

function parentFolders(from: string): string[] {
  const folders: string[] = [];
  for (let folder = from; dirname(folder) !== folder; folder = dirname(folder)) folders.push(folder);
  return folders;
}

/** Package managers write into each `node_modules` that they change; those of npm and pnpm also a list of what is there. */
function placesOfPackages(from: string): string[] {
  return parentFolders(from).flatMap((folder) => {
    const modules = join(folder, 'node_modules');
    return [modules, join(modules, '.package-lock.json'), join(modules, '.modules.yaml')];
  });
}
