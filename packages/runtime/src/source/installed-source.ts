import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LocalSource } from './source';

/** The folder of an installed package as Node.js would find it from `from`, without asking its `exports`. */
export function findInstalledPackage(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(folder) === folder) return undefined;
  }
}

/** Packages in the `node_modules` folders above the project. Finds `name` and `npm` identifiers, by package name. */
export const installedSource: LocalSource = {
  name: 'installed packages',
  find(identifier, from) {
    if (identifier.kind !== 'name' && identifier.kind !== 'npm') return undefined;
    const folder = findInstalledPackage(identifier.name, from);
    return folder === undefined ? undefined : { folder, canonical: `npm:${identifier.name}` };
  },
};
