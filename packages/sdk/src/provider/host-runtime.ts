import { MediaConduitError } from '../error/mediaconduit-error';
import type { ServiceHandle } from '../service/service-handle';
import type { ProviderContext } from './provider';

/** What a provider made by hand (`new CowsayProvider()`) needs from the runtime of this process. */
export interface HostRuntime {
  /** Reads the manifest and opens a handle on the service; starts nothing. */
  contextFor(packageFolder: string): ProviderContext;
  /**
   * Takes an identifier or address of a service.
   * @throws `MC_CONFIG_INVALID` when `serviceConfig` holds anything but what `ServiceOverrides` has.
   */
  openService(identifier: string, serviceConfig?: Readonly<Record<string, unknown>>): Promise<ServiceHandle>;
}

/** Where the runtime of this process is found, whatever copy of the SDK asks. */
export const HOST_RUNTIME = Symbol.for('mediaconduit.runtime');

/**
 * The runtime of this process.
 * @throws `MC_RUNTIME_MISSING` when no runtime was imported.
 */
export function requireHostRuntime(who: string): HostRuntime {
  const found = (globalThis as Record<symbol, unknown>)[HOST_RUNTIME] as HostRuntime | undefined;
  if (found) return found;
  throw new MediaConduitError(
    'MC_RUNTIME_MISSING',
    `${who} needs the MediaConduit runtime, and none is loaded in this process.`,
    {
      hint: 'npm install @mediaconduit/mediaconduit, and import it before the provider is created',
      facts: { provider: who },
    },
  );
}
