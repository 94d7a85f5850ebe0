import {
  MediaConduitError,
  isMediaConduitError,
  messageOf,
  type Provider,
  type ProviderContext,
  type ProviderManifest,
} from '@mediaconduit/sdk';
import { adoptForeignProvider } from './foreign-provider';
import { loadProviderClass, type ClassOptions } from './load-provider-class';
import { requireProviderShape } from './provider-shape';
import { refuseMissingContract } from './refuse-missing-contract';

/** What a provider is created with. */
export interface ProviderCreation {
  /** Asked for after the class was loaded: code that cannot be loaded starts nothing. */
  readonly context: () => Promise<ProviderContext>;
  /** How its code is run. */
  readonly code?: ClassOptions;
  /** A hook of the original core failed. */
  readonly onHookFailed: (error: unknown) => void;
  /** Aborted when the provider is given up. */
  readonly released?: AbortSignal;
}

/** True for a provider that was written for the original core. */
export function isForeign({ contract }: Pick<ProviderManifest, 'contract'>): boolean {
  return contract.max === 0;
}

/**
 * Runs the code of a provider in this process and makes its instance.
 * @throws `MC_PROVIDER_LOAD_FAILED`, `MC_PROVIDER_INVALID`, `MC_MANIFEST_INVALID`.
 */
export async function createProvider(manifest: ProviderManifest, creation: ProviderCreation): Promise<Provider> {
  const Class = await loadProviderClass(manifest, creation.code);
  const foreign = isForeign(manifest);
  if (foreign) refuseMissingContract(Class, manifest);
  const context = await creation.context();
  try {
    if (!foreign) return requireProviderShape(new Class(context), manifest.id);
    const { service } = context;
    const instance = service ? new Class(service) : new Class();
    return adoptForeignProvider(instance, manifest, { service, ...creation });
  } catch (error) {
    if (isMediaConduitError(error)) throw error;
    throw new MediaConduitError(
      'MC_PROVIDER_LOAD_FAILED',
      `Provider "${manifest.id}" could not be created: ${messageOf(error)}`,
      {
        hint: `the fault is in the code of the provider, in ${manifest.folder}`,
        facts: { provider: manifest.id },
        cause: error,
      },
    );
  }
}
