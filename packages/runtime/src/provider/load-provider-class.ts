import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MediaConduitError, messageOf, type ProviderManifest } from '@mediaconduit/sdk';
import { readPackageJson } from '../source/installed-packages';
import { locateSyntaxError } from './locate-syntax-error';

/** Any class or factory a provider package may export. */
export type ProviderConstructor = new (argument?: unknown) => object;

/**
 * Runs the entry file of a provider package and finds its class: the export that the manifest names, the default export,
 * or the one called like the provider's id.
 * @throws `MC_PROVIDER_LOAD_FAILED` when the code throws, `MC_PROVIDER_INVALID` when there is no entry file or no class.
 */
export async function loadProviderClass(manifest: ProviderManifest): Promise<ProviderConstructor> {
  const entry = entryOf(manifest);
  const exports = await loadModule(entry, manifest.id);
  const candidates =
    manifest.exportName === undefined ? ['default', manifest.id] : [manifest.exportName, 'default', manifest.id];
  const found = candidates.map((name) => exports[name]).find((value) => typeof value === 'function');
  if (found) return found as ProviderConstructor;
  throw new MediaConduitError('MC_PROVIDER_INVALID', `Could not find provider class for ID: ${manifest.id}`, {
    hint: `export the class as default from ${entry}, or name the export under "exportName" in ${manifest.file}`,
    facts: { provider: manifest.id, entry, exports: Object.keys(exports) },
  });
}

/**
 * Drops the CommonJS modules of a package, without those of its dependencies, so that they are run anew.
 * ES modules stay as they are for the life of the process.
 */
export function forgetModules(folder: string): void {
  const { cache } = createRequire(join(folder, 'package.json'));
  for (const file of Object.keys(cache)) {
    const inside = file.startsWith(folder + sep) && !file.slice(folder.length).includes(`${sep}node_modules${sep}`);
    if (inside) Reflect.deleteProperty(cache, file);
  }
}

function entryOf({ id, main, folder, file }: ProviderManifest): string {
  const packageMain = readPackageJson(folder)?.main;
  const named = [main, packageMain, 'dist/index.js', 'index.js'].filter((path) => path !== undefined);
  const entry = named.map((path) => join(folder, path)).find((path) => /\.[cm]?js$/.test(path) && existsSync(path));
  if (entry) return entry;
  throw new MediaConduitError(
    'MC_PROVIDER_INVALID',
    `The provider "${id}" has no built entry file (${named.join(', ')}).`,
    {
      hint: `build it: npm run build in ${folder}`,
      facts: { provider: id, file, looked: named },
    },
  );
}

async function loadModule(entry: string, provider: string): Promise<Record<string, unknown>> {
  try {
    return asExports(createRequire(entry)(entry));
  } catch (error) {
    if (!needsImport(error)) throw await loadFailed(provider, entry, error);
  }
  try {
    return asExports(await import(pathToFileURL(entry).href));
  } catch (error) {
    throw await loadFailed(provider, entry, error);
  }
}

/** ES modules with top-level await, or on a Node.js that cannot require them. */
function needsImport(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_REQUIRE_ASYNC_MODULE' || code === 'ERR_REQUIRE_ESM';
}

/** `module.exports = Class` counts as a default export. */
function asExports(loaded: unknown): Record<string, unknown> {
  if (typeof loaded === 'function') return { default: loaded, ...Object.fromEntries(Object.entries(loaded)) };
  return typeof loaded === 'object' && loaded !== null ? (loaded as Record<string, unknown>) : {};
}

async function loadFailed(provider: string, entry: string, cause: unknown): Promise<MediaConduitError> {
  const place = await locateSyntaxError(cause, entry);
  return new MediaConduitError(
    'MC_PROVIDER_LOAD_FAILED',
    `The code of provider "${provider}" failed while loading: ${place === undefined ? '' : `${place} `}${messageOf(cause)}`,
    {
      hint:
        place === undefined
          ? 'build the package and install its dependencies, then try again'
          : 'correct the file, or build the package again',
      facts: { provider, entry, place },
      cause,
    },
  );
}
