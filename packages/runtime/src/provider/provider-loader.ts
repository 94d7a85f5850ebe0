import {
  type MediaConduitError,
  messageOf,
  type Logger,
  type Provider,
  type ProviderContext,
  type ProviderManifest,
  type ServiceDefinition,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../runtime-events';
import type { ServiceRegistry } from '../service/service-registry';
import type { ServiceResolver } from '../service/service-resolver';
import type { SourceTree } from '../source/source';
import { createProvider, isForeign } from './create-provider';
import type { IsolateProvider, Isolation, LendingProvider } from './isolation/isolation-limits';
import { configFromEnvironment } from './provider-config';
import { Quarantine } from './quarantine';
import { evictModules } from './refresh/evict-modules';
import { requireManifest } from './require-manifest';

/** What loading a provider needs from the runtime. */
export interface ProviderLoaderOptions {
  readonly services: ServiceRegistry;
  readonly resolver: ServiceResolver;
  readonly environment: NodeJS.ProcessEnv;
  /** The state folder. */
  readonly home: string;
  readonly events: RuntimeEmitter;
  readonly log: Logger;
  /** Makes those that are to run in a process of their own; `undefined` for all others. */
  readonly isolate?: IsolateProvider;
}

/** Where the code of a provider is, and what the lock file says about it. */
export type LoadOrder = Pick<SourceTree, 'folder' | 'isolation'>;

/** A provider that was made from a folder, and what it was made from. */
export interface LoadedProvider {
  readonly provider: Provider;
  readonly manifest: ProviderManifest;
  /** Parts of its code are those of an earlier load: ES modules that CommonJS has required, which Node.js never runs again. */
  readonly isKept?: boolean;
  /** One in a process of its own. */
  readonly lending?: LendingProvider;
  /** After `dispose()`: its service is stopped unless somebody else uses it. Safe to call twice. */
  release(): Promise<void>;
}

/** From a folder on disk to a provider: manifest, contract check, service handle, class, instance. */
export class ProviderLoader {
  /** Providers that broke, until their files change. */
  readonly quarantine: Quarantine;
  /** What kept the service of a provider from being found: not the fault of its code. */
  readonly #serviceFaults = new WeakSet<object>();

  readonly #closing = new AbortController();

  constructor(private readonly options: ProviderLoaderOptions) {
    this.quarantine = new Quarantine(options.environment);
  }

  /** Ends the processes that are still loading their provider. */
  close(): void {
    this.#closing.abort();
  }

  /** @throws `MC_PROVIDER_INVALID`, `MC_MANIFEST_INVALID`, `MC_CONTRACT_MISMATCH`, `MC_PROVIDER_LOAD_FAILED`. */
  async load({ folder, isolation }: LoadOrder): Promise<LoadedProvider> {
    const startedAt = performance.now();
    const manifest = requireManifest(folder);
    await this.quarantine.check(folder);
    this.#warn(manifest);
    const beganAt = Date.now();
    const loaded = await this.#create(manifest, isolation).catch((error: unknown) =>
      this.#refuse(manifest, error, beganAt),
    );
    const durationMs = performance.now() - startedAt;
    this.options.events.emit('provider-loaded', { provider: manifest.id, source: folder, durationMs });
    return loaded;
  }

  /** Makes the next {@link load} of this folder run its code again, even if it broke; answers what takes that back. */
  forget(folder: string): () => void {
    this.quarantine.release(folder);
    return evictModules(folder);
  }

  /** What `new P()` by hand needs, at once; a service that would have to be fetched is left out. */
  contextFor(folder: string): ProviderContext {
    const manifest = requireManifest(folder);
    const { service } = manifest;
    const definition = service && this.options.resolver.resolveLocal(service.identifier, folder, service.overrides);
    return this.#context(manifest, definition && this.options.services.open(definition));
  }

  /**
   * Looks whether the service of a provider could run here; starts nothing.
   * @throws `MC_SERVICE_NOT_FOUND`, `MC_ENGINE_UNAVAILABLE`.
   */
  async checkService({ service, folder }: ProviderManifest): Promise<void> {
    const definition = service && this.options.resolver.resolveLocal(service.identifier, folder, service.overrides);
    if (definition) await this.options.services.checkEngine(definition);
  }

  async #create(manifest: ProviderManifest, isolation: Isolation | undefined): Promise<LoadedProvider> {
    const released = new AbortController();
    let definition: ServiceDefinition | undefined;
    let isKept = false;
    const release = async (): Promise<void> => {
      if (released.signal.aborted) return;
      released.abort();
      if (definition) await this.options.services.release(definition);
    };
    const context = async (): Promise<ProviderContext> => {
      try {
        definition = await this.#definitionOf(manifest);
        return this.#context(manifest, definition && (await this.#open(definition, isForeign(manifest))));
      } catch (error) {
        if (error instanceof Error) this.#serviceFaults.add(error);
        throw error;
      }
    };
    try {
      const lending = await this.options.isolate?.(manifest, context, {
        closing: this.#closing.signal,
        locked: isolation,
      });
      const provider =
        lending ??
        (await createProvider(manifest, {
          context,
          code: {
            home: this.options.home,
            onWarning: (message) => this.#tell(manifest, message),
            onKept: () => (isKept = true),
          },
          onHookFailed: (error) =>
            this.#tell(manifest, `telling it the address of its service failed: ${messageOf(error)}`),
          released: released.signal,
        }));
      return { provider, manifest, isKept, lending, release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  async #definitionOf({ service, folder }: ProviderManifest): Promise<ServiceDefinition | undefined> {
    return service && this.options.resolver.resolve(service.identifier, folder, service.overrides);
  }

  async #open(definition: ServiceDefinition, foreign: boolean): Promise<ServiceHandle> {
    const { services } = this.options;
    return foreign ? services.withFront(definition) : services.open(definition);
  }

  #context(manifest: ProviderManifest, service: ServiceHandle | undefined): ProviderContext {
    const { environment, log } = this.options;
    return { manifest, service, config: configFromEnvironment(manifest, environment), log };
  }

  /** Its code is not run again before its files change; what of it was loaded is dropped, so that they are read anew then. */
  async #refuse(manifest: ProviderManifest, error: unknown, beganAt: number): Promise<never> {
    const { id, folder } = manifest;
    const isOwnFault = !(error instanceof Error && this.#serviceFaults.has(error));
    if (isOwnFault && (await this.quarantine.add(manifest, error, beganAt))) {
      evictModules(folder);
      this.options.events.emit('provider-quarantined', {
        provider: id,
        source: folder,
        error: error as MediaConduitError,
      });
    }
    throw error;
  }

  #warn(manifest: ProviderManifest): void {
    for (const message of manifest.warnings) this.#tell(manifest, message);
  }

  #tell({ id }: ProviderManifest, message: string): void {
    this.options.events.emit('provider-warning', { provider: id, message });
  }
}
