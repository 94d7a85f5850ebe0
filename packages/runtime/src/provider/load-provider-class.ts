import type { ProviderManifest } from '@mediaconduit/sdk';
import { requireCompatible } from './modules/check-compatibility';
import { findProviderClass, type ProviderConstructor } from './modules/find-provider-class';
import type { loadFailed } from './modules/load-failed';
import { ProviderCode, type CodeOptions } from './modules/provider-code';
import { hasKeptModules } from './refresh/evict-modules';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when something failed */
const loadReport = () => require('./modules/load-failed') as { loadFailed: typeof loadFailed };

/** How the class of a provider is loaded. */
export interface ClassOptions extends CodeOptions {
  /** Parts of the code were run before, and Node.js has answered what they were then. */
  readonly onKept?: () => void;
}

/**
 * Runs the code of a provider package and finds its class. Sources in TypeScript are compiled; the SDK and the core that
 * it imports are those of this process.
 * @throws `MC_PROVIDER_LOAD_FAILED` when the code throws, `MC_PROVIDER_INVALID` when there is no entry file or no class,
 * `MC_CONTRACT_MISMATCH` when the package asks for a newer generation.
 */
export async function loadProviderClass(
  manifest: ProviderManifest,
  options: ClassOptions = {},
): Promise<ProviderConstructor> {
  const code = new ProviderCode(manifest, options);
  requireCompatible(manifest, code);
  const exports = await run(code, manifest);
  if (hasKeptModules(code.folder)) options.onKept?.();
  return findProviderClass(exports, manifest, code.entry);
}

async function run(code: ProviderCode, manifest: ProviderManifest): Promise<unknown> {
  try {
    return await code.run();
  } catch (error) {
    throw await loadReport().loadFailed(manifest, code, error);
  }
}
