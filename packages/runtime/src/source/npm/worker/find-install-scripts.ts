import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { InstallScript } from '../../fetch/fetcher';
import { textsOf, type PlacedPackage } from './package-manifest';

/** What npm would run; `prepare` only in a repository. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** The scripts that a package has for its installation, read from its own files: what a registry says of them proves nothing. */
export function findInstallScripts({ folder, manifest }: PlacedPackage): InstallScript[] {
  const name = typeof manifest['name'] === 'string' ? manifest['name'] : folder;
  const scripts = textsOf(manifest, 'scripts');
  const found = INSTALL_SCRIPTS.flatMap((script) => {
    const command = scripts[script];
    return command === undefined ? [] : [{ package: name, name: script, command }];
  });
  const isNative = found.every((script) => script.name === 'postinstall') && existsSync(join(folder, 'binding.gyp'));
  return isNative ? [...found, { package: name, name: 'install', command: 'node-gyp rebuild' }] : found;
}
