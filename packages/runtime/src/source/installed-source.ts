import { findInstalledPackage } from './find-installed-package';
import { requireFittingVersion } from './require-fitting-version';
import type { LocalSource } from './source';

/**
 * Packages in the `node_modules` folders above the project. Finds `name` and `npm` identifiers, by package name.
 * @throws `MC_PACKAGE_MISMATCH` when the package that Node.js finds is outside the range of the identifier.
 */
export const installedSource: LocalSource = {
  name: 'installed packages',
  find(identifier, from) {
    if (identifier.kind !== 'name' && identifier.kind !== 'npm') return undefined;
    const folder = findInstalledPackage(identifier.name, from);
    if (folder === undefined) return undefined;
    if (identifier.kind === 'npm') requireFittingVersion(identifier, folder);
    return { folder, canonical: `npm:${identifier.name}` };
  },
};
