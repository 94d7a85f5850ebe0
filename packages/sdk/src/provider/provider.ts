import type { Capability } from '../capability';
import type { Model } from '../model/model';
import type { ModelPromise } from '../model/model-promise';
import type { ProviderManifest } from '../manifest/provider-manifest';
import type { ServiceHandle } from '../service/service-handle';
import type { LegacyServiceStatus } from '../service/docker-service-handle';
import type { Logger } from './logger';

/** `local`: needs a service, or nothing. `remote`: calls an API. */
export type ProviderType = 'local' | 'remote';

/** What the manifest or the service says of a model. */
export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly capabilities: readonly Capability[];
  /** Largest input: characters for text, bytes for other media. */
  readonly limits?: { readonly maxTextLength?: number; readonly maxInputBytes?: number };
  /** About what its first use downloads; missing where nobody says it. */
  readonly downloadBytes?: number;
  /** Per unit of input and of output, as its maker says. */
  readonly pricing?: { readonly inputCost: number; readonly outputCost: number; readonly currency: string };
  /** Defaults and ranges in the words of the original core. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Settings of a provider. Only keys that have a value are ever passed. */
export interface ProviderConfig {
  readonly apiKey?: string;
  readonly baseUrl?: string;
  /** Time for a call that names none, in ms, at least 1000. */
  readonly timeout?: number;
  /** How often a call is repeated that may be made twice. */
  readonly retries?: number;
  /** Identifier of a service, or its address. */
  readonly serviceUrl?: string;
  /** Keys of `ServiceOverrides`. */
  readonly serviceConfig?: Readonly<Record<string, unknown>>;
  /** The values of the variables that the manifest names. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

/** Health of a provider, times in seconds. */
export interface ProviderHealth {
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly uptime: number;
  readonly activeJobs: number;
  readonly queuedJobs: number;
  readonly lastError?: string;
}

/** A package that offers models. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly type: ProviderType;
  readonly capabilities: readonly Capability[];
  readonly models: readonly ModelInfo[];
  /** @throws `MC_CONFIG_INVALID` with the name of the setting. */
  configure(config: ProviderConfig): Promise<void>;
  /** True when keys are present and an engine for the service is found. Starts nothing. */
  isAvailable(): Promise<boolean>;
  /** Any spelling of a capability; an unknown one gives an empty list. */
  getModelsForCapability(capability: string): readonly ModelInfo[];
  /** Asks the service (which starts); `models` has them from then on. Missing when it cannot tell. */
  refreshModels?(): Promise<readonly ModelInfo[]>;
  /** The promise also forwards `transform`, `generate`, `chat`, `stream`. @throws `MC_MODEL_NOT_FOUND`. */
  getModel(id: string): ModelPromise<Model>;
  getHealth(): Promise<ProviderHealth>;
  /** Releases timers, connections and leases; safe to call twice. */
  dispose(): Promise<void>;
  /** Local providers only, like the next two. True when the service is ready. */
  startService?(): Promise<boolean>;
  stopService?(): Promise<boolean>;
  getServiceStatus?(): Promise<LegacyServiceStatus>;
}

/** What the runtime builds a provider with. */
export interface ProviderContext {
  readonly manifest: ProviderManifest;
  /** Missing for remote providers and for local ones without a service. */
  readonly service?: ServiceHandle;
  readonly config: ProviderConfig;
  readonly log: Logger;
}

/** A provider's class, as its package exports it. */
export type ProviderClass = new (context: ProviderContext) => Provider;
