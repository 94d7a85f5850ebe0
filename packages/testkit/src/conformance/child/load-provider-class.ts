import { MediaConduitError, PROVIDER_CONTRACT, type ProviderClass, type ProviderManifest } from '@mediaconduit/sdk';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What the entry of a package exports. */
export interface ProviderEntry {
  /** The default export, also where a bundler wrapped it; anything. */
  readonly defaultExport: unknown;
  /** The class, by whichever name; `undefined` when none is exported. */
  readonly providerClass: ProviderClass | undefined;
  /** The contract that the class was made for. */
  readonly contract: unknown;
}

/** Runs the entry of a package, as `require` or, for an ES module, as `import` does. */
export async function loadProviderEntry({ exportName, folder, main }: ProviderManifest): Promise<ProviderEntry> {
  const exports = await load(main === undefined ? folder : resolve(folder, main));
  const defaultExport = unwrap(exports);
  const named = exportName === undefined ? undefined : (exports as Record<string, unknown>)[exportName];
  const candidates = [named, defaultExport, ...(Object.values(exports as object) as unknown[])];
  const providerClass = candidates.find((one): one is ProviderClass => typeof one === 'function');
  const contract = (providerClass as unknown as Record<symbol, unknown> | undefined)?.[PROVIDER_CONTRACT];
  return { defaultExport, providerClass, contract };
}

/** @throws `MC_PROVIDER_INVALID` when there is no class. */
export async function loadProviderClass(manifest: ProviderManifest): Promise<ProviderClass> {
  const { providerClass } = await loadProviderEntry(manifest);
  if (providerClass) return providerClass;
  throw new MediaConduitError('MC_PROVIDER_INVALID', `The package in ${manifest.folder} exports no class.`, {
    hint: 'export the class of the provider as default',
    facts: { folder: manifest.folder },
  });
}

async function load(entry: string): Promise<unknown> {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the package says where it is
    return require(entry);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_REQUIRE_ESM') throw error;
    return import(pathToFileURL(require.resolve(entry)).href);
  }
}

function unwrap(exports: unknown): unknown {
  if (typeof exports !== 'object' || exports === null || !('default' in exports)) return undefined;
  return exports.default;
}
