import type { Provider } from '@mediaconduit/sdk';
import type { ProviderRegistry, ServiceRegistry } from '@mediaconduit/runtime';

/** The providers of this process's runtime. */
export function getProviderRegistry(): ProviderRegistry {
  return loadRuntime().ProviderRegistry.getInstance();
}

/** The services of this process's runtime. */
export function getServiceRegistry(): ServiceRegistry {
  return loadRuntime().ServiceRegistry.getInstance();
}

/** A provider by its id, package, folder or address. @throws `MC_PROVIDER_NOT_FOUND`, and what loading it fails with. */
export function getProvider(identifier: string): Promise<Provider> {
  return getProviderRegistry().getProvider(identifier);
}

/** Programs that only take a class from the original paths never load the runtime. */
function loadRuntime(): typeof import('@mediaconduit/runtime') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- synchronous, as the original getters are
  return require('@mediaconduit/runtime') as typeof import('@mediaconduit/runtime');
}
