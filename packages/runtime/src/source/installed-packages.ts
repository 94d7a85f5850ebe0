import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { findInstalledPackage } from './find-installed-package';

/** A direct dependency of the project. */
export interface InstalledPackage {
  readonly name: string;
  readonly folder: string;
}

/** The fields of a package.json that are read here; everything else is passed over. */
export interface PackageJson {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly module?: string;
  readonly type?: string;
  readonly exports?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  /** What providers of the original core say about the versions that they work with. */
  readonly mediaconduit?: unknown;
}

/** @throws `MC_CONFIG_INVALID` when the file is not JSON. */
export function readPackageJson(folder: string): PackageJson | undefined {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, '')) as PackageJson;
  } catch (cause) {
    throw new MediaConduitError('MC_CONFIG_INVALID', `${file}: ${messageOf(cause)}`, {
      hint: 'write it as JSON',
      facts: { file },
      cause,
    });
  }
}

/** The direct dependencies, of every kind, of the nearest package.json at or above `from` that are really installed. */
export function installedPackages(from: string): InstalledPackage[] {
  const folder = nearestPackage(from);
  if (folder === undefined) return [];
  const { dependencies, devDependencies, optionalDependencies } = readPackageJson(folder) ?? {};
  const names = Object.keys({ ...devDependencies, ...optionalDependencies, ...dependencies }).sort();
  return names.flatMap((name) => {
    const found = findInstalledPackage(name, folder);
    return found === undefined ? [] : [{ name, folder: found }];
  });
}

function nearestPackage(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
