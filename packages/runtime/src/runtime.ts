import type { Capability, HostRuntime, Model, ProviderContext, ServiceHandle } from '@mediaconduit/sdk';
import type { RuntimeCache } from './cache/runtime-cache';
import type { EngineSet } from './engine/engine-set';
import { openModel, type ModelChoice } from './open-model';
import type { ProviderLoader } from './provider/provider-loader';
import type { ProviderRegistry } from './provider/provider-registry';
import type { BulkheadRegistry } from './resilience/bulkhead-registry';
import type { CircuitRegistry } from './resilience/circuit-registry';
import type { RuntimeEmitter } from './runtime-events';
import type { ServiceRegistry } from './service/service-registry';
import { toServiceOverrides } from './service/to-service-overrides';
import type { StoredPackages } from './source/stored/stored-packages';
import type { StoredSources } from './source/stored/stored-sources';

/** The parts of a runtime, made by `createRuntime`. */
export interface RuntimeParts {
  readonly providers: ProviderRegistry;
  readonly services: ServiceRegistry;
  readonly engines: EngineSet;
  readonly events: RuntimeEmitter;
  readonly bulkheads: BulkheadRegistry;
  readonly loader: ProviderLoader;
  readonly stored: StoredSources;
  readonly home: string;
  readonly projectFolder: string;
  readonly lockFolder: string;
  /** Called at most once, when the cache is first asked for. */
  readonly createCache: () => RuntimeCache;
  /** Called at most once, with the first call to a service. */
  readonly createBreakers: () => CircuitRegistry;
  /** Takes the hooks for the end of the process away. */
  readonly forgetProcessEnd: () => void;
}

/** Loads providers and runs their services for one program. */
export class Runtime implements HostRuntime, AsyncDisposable {
  readonly providers: ProviderRegistry;
  readonly services: ServiceRegistry;
  readonly engines: EngineSet;
  readonly events: RuntimeEmitter;
  /** How many calls there are at once to services that are limited, by their ids. A stack file wins over what is set here. */
  readonly bulkheads: BulkheadRegistry;
  readonly home: string;
  readonly projectFolder: string;
  /** Where the lock file of the project lies, or would: see `findLockFolder`. */
  readonly lockFolder: string;
  readonly #loader: ProviderLoader;
  readonly #stored: StoredSources;
  readonly #createCache: () => RuntimeCache;
  readonly #createBreakers: () => CircuitRegistry;
  readonly #forgetProcessEnd: () => void;
  #cache: RuntimeCache | undefined;
  #breakers: CircuitRegistry | undefined;
  #closing: Promise<void> | undefined;

  constructor(parts: RuntimeParts) {
    this.providers = parts.providers;
    this.services = parts.services;
    this.engines = parts.engines;
    this.events = parts.events;
    this.bulkheads = parts.bulkheads;
    this.home = parts.home;
    this.projectFolder = parts.projectFolder;
    this.lockFolder = parts.lockFolder;
    this.#loader = parts.loader;
    this.#stored = parts.stored;
    this.#createCache = parts.createCache;
    this.#createBreakers = parts.createBreakers;
    this.#forgetProcessEnd = parts.forgetProcessEnd;
  }

  /** True from the moment `close()` was called. */
  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** What services have downloaded: it can be listed and removed. */
  get cache(): RuntimeCache {
    return (this.#cache ??= this.#createCache());
  }

  /** What the project uses from registries and repositories, as its lock file says. */
  get packages(): StoredPackages {
    return this.#stored.packages;
  }

  /** The circuit breakers of the services, by id: what they count, and how to open, close and reset them by hand. */
  get breakers(): CircuitRegistry {
    return (this.#breakers ??= this.#createBreakers());
  }

  /** See `openModel`: `provider:model`, an id, or any identifier with the model in `choice`. */
  model<C extends Capability = Capability>(reference: string, choice?: ModelChoice<C>): Promise<Model<C>> {
    return openModel(this.providers, reference, choice);
  }

  contextFor(packageFolder: string): ProviderContext {
    return this.#loader.contextFor(packageFolder);
  }

  async openService(identifier: string, serviceConfig?: Readonly<Record<string, unknown>>): Promise<ServiceHandle> {
    return this.services.getService(identifier, toServiceOverrides(serviceConfig));
  }

  /** Stops what this runtime started and releases everything; later calls fail with `MC_RUNTIME_CLOSED`. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stored.abort();
    try {
      await this.providers.close();
      await this.services.close();
      await this.engines.close();
    } finally {
      await this.#stored[Symbol.asyncDispose]();
      this.#breakers?.[Symbol.dispose]();
      this.#forgetProcessEnd();
      this.events.removeAllListeners();
    }
  }

  /** For an `exit` handler: ends what can be ended without waiting. */
  closeSync(): void {
    this.engines.closeSync();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
