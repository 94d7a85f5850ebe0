import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isHostPackage } from './host-packages';
import { isRecord, type PackageManifest } from './package-manifest';

const LOCK_FILES = ['npm-shrinkwrap.json', 'package-lock.json'];
const LARGEST_BYTES = 32 * 1024 ** 2;

/**
 * The versions and hashes of a package's own lock file, as a lock file of `root`. The registries that it names are those
 * of its author, who may have used one on his own machine; only the user's settings say where packages come from. The
 * first generation of the format has too little in it. `undefined` without a lock file that can be used.
 */
export async function readForeignLock(folder: string, root: PackageManifest): Promise<PackageManifest | undefined> {
  for (const name of LOCK_FILES) {
    const lock = await readLock(join(folder, name));
    const packages = lock?.['packages'];
    if (!isRecord(packages)) continue;
    const kept = Object.entries(packages).filter(([path]) => path !== '' && !isOfHost(path));
    return {
      ...{ name: root['name'], version: root['version'], lockfileVersion: 3, requires: true },
      packages: { '': root, ...Object.fromEntries(kept.map(([path, entry]) => [path, withoutPlace(entry)])) },
    };
  }
  return undefined;
}

async function readLock(path: string): Promise<PackageManifest | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    const text = await readFile(path, 'utf8');
    const value: unknown = text.length > LARGEST_BYTES ? undefined : JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined; // a damaged lock file is as good as none
  }
}

/** The core and what lies in its folder. */
function isOfHost(path: string): boolean {
  const names = path.split('node_modules/').map((part) => part.replace(/\/$/, ''));
  return !path.startsWith('node_modules/') || names.some(isHostPackage);
}

/** A link would be to a folder of the author. */
function withoutPlace(entry: unknown): unknown {
  if (!isRecord(entry)) return {};
  return Object.fromEntries(Object.entries(entry).filter(([field]) => field !== 'resolved' && field !== 'link'));
}
