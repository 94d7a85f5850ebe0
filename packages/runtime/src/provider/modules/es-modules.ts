import { realpathSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MANIFEST_NAMES } from '@mediaconduit/sdk/manifest';
import { findInstalledPackage } from '../../source/find-installed-package';
import { readPackageJson } from '../../source/installed-packages';
import { CORE } from './core-paths';
import { initialize, resolve, type HookSettings } from './es-module-hooks';
import type { HostPackages } from './host-packages';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- few providers need the hooks */
const loadNames = () => require('@mediaconduit/sdk/manifest') as { MANIFEST_NAMES: typeof MANIFEST_NAMES };

const SHARED = ['@mediaconduit/sdk', CORE];

/** Since Node.js 22.15: hooks without a thread, which `require()` of ES modules hears as well. */
interface SynchronousHooks {
  readonly registerHooks?: (this: void, hooks: { readonly resolve: typeof resolve }) => void;
}

/** Lets ES modules of providers find the packages of the host, and be loaded anew. */
export class EsModuleHooks {
  #isInstalled = false;

  constructor(private readonly places: readonly string[]) {}

  /**
   * Installs the hooks when the package needs them: a thread of Node.js costs 100 ms, and most packages find the packages
   * of the host by themselves. True when they are needed: then only `import()` hears them.
   */
  ensure(folder: string, host: HostPackages): boolean {
    if (!SHARED.some((name) => isFoundElsewhere(name, folder, host))) return false;
    this.install();
    return true;
  }

  /** Whether they are needed or not: a load of modules that were loaded before is. */
  install(): void {
    if (this.#isInstalled) return;
    this.#isInstalled = true;
    const { registerHooks } = Module as SynchronousHooks;
    const data: HookSettings = { places: this.places, manifests: loadNames().MANIFEST_NAMES.provider };
    if (registerHooks) {
      initialize(data);
      registerHooks({ resolve });
    } else {
      const hooks = createRequire(__filename).resolve('./es-module-hooks');
      Module.register(pathToFileURL(hooks), { data });
    }
  }
}

/** True for an entry that Node.js reads as an ES module. */
export function isEsModule(entry: string, packageFolder: string): boolean {
  if (!entry.endsWith('.js')) return entry.endsWith('.mjs');
  for (let folder = dirname(entry); folder.length >= packageFolder.length; folder = dirname(folder)) {
    const found = readPackageJson(folder);
    if (found) return found.type === 'module';
  }
  return false;
}

function isFoundElsewhere(name: string, folder: string, host: HostPackages): boolean {
  const own = host.find(`${name}/package.json`)?.file;
  if (own === undefined) return false;
  const found = findInstalledPackage(name, folder); // not by require(), which our own hooks answer
  return found === undefined ? isNamed(name, folder) : found !== dirname(realpathSync(own));
}

function isNamed(name: string, folder: string): boolean {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = readPackageJson(folder) ?? {};
  return name in { ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies };
}
