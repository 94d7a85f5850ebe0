import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { latestTime, stampOf, TICK_MS } from '../catalog/file-stamp';

/** More files than this are not looked at: such a package counts as changed each time. */
const MAX_FILES = 5000;

/**
 * What changes when a package is edited, built or installed again, when packages are installed beside or above it, or when
 * one that it is linked to is edited; `undefined` when that cannot be told, or something changed after `changedBefore`, in
 * ms of the system's clock.
 */
export async function packageStamp(folder: string, changedBefore = Infinity): Promise<string | undefined> {
  const folders = [folder, ...linkedPackages(folder)];
  const files = await Promise.all(folders.map(filesBelow));
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

async function filesBelow(folder: string): Promise<string[] | undefined> {
  const files: string[] = [];
  const folders = [folder];
  for (const at of folders) {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(at, entry.name);
      if (!entry.isDirectory()) files.push(path);
      else if (entry.name !== 'node_modules' && entry.name !== '.git') folders.push(path);
    }
    if (files.length + folders.length > MAX_FILES) return undefined;
  }
  return files;
}

/** Package managers write into each `node_modules` that they change; those of npm and pnpm also a list of what is there. */
function placesOfPackages(from: string): string[] {
  return parentFolders(from).flatMap((folder) => {
    const modules = join(folder, 'node_modules');
    return [modules, join(modules, '.package-lock.json'), join(modules, '.modules.yaml')];
  });
}
