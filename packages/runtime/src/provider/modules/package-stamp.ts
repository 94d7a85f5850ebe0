import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createHash } from 'node:crypto';
import { stampOf } from '../catalog/file-stamp';

/** More files than this are not looked at: such a package counts as changed each time. */
const MAX_FILES = 5000;

/**
 * What changes when a package is edited, built or installed again, or when packages are installed beside or above it;
 * `undefined` when that cannot be told.
 */
export async function packageStamp(folder: string): Promise<string | undefined> {
  const files = await filesBelow(folder);
  if (!files) return undefined;
  const hash = createHash('sha256');
  for (const path of [...files, ...placesOfPackages(folder)]) hash.update(`${path}\0${stampOf(path)}\n`);
  return hash.digest('hex');
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
  const places: string[] = [];
  for (let folder = from; dirname(folder) !== folder; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    places.push(modules, join(modules, '.package-lock.json'), join(modules, '.modules.yaml'));
  }
  return places;
}
