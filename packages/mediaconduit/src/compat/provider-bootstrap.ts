import { getProviderRegistry } from './registries';

/** The ids of all providers that can be used. Nothing has to be registered before: each is loaded when it is asked for. */
export async function initializeProviders(): Promise<string[]> {
  return getProviderRegistry().getAvailableProviders();
}
