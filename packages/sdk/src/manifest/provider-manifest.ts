import type { Capability } from '../capability';
import type { ContractRange } from '../contract';
import type { ModelInfo, ProviderType } from '../provider/provider';

/** A variable that a provider reads; the runtime passes its value as `config.environment`. */
export interface EnvironmentVariable {
  readonly description?: string;
  readonly required: boolean;
  readonly example?: string;
  readonly default?: string;
  /** Never shown in logs, errors or `doctor`. Default: true when the name ends in KEY, TOKEN, SECRET or PASSWORD. */
  readonly secret: boolean;
}

/** Where a provider's service comes from. */
export interface ServiceReference {
  /** Any identifier: a package name, `github:o/r@ref`, a URL, a folder, an installed id. */
  readonly identifier: string;
  /** What an old manifest says under `serviceConfig`; merged over the service definition. */
  readonly overrides?: ServiceOverrides;
}

/** Old manifests and callers of `getService` may override parts of a definition. */
export interface ServiceOverrides {
  /** Compose file relative to the service's folder. */
  readonly dockerCompose?: string;
  readonly serviceName?: string;
  /** Path of the readiness probe. */
  readonly healthEndpoint?: string;
  readonly defaultBaseUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A parsed and validated `MediaConduit.provider.yml` of any generation. */
export interface ProviderManifest {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly version?: string;
  readonly author?: string;
  readonly type: ProviderType;
  /** What the manifest says plus what its models say. */
  readonly capabilities: readonly Capability[];
  /** What is no capability (`transcription`). */
  readonly tags: readonly string[];
  readonly models: readonly ModelInfo[];
  /** Whether the service or API knows more models than are listed. */
  readonly dynamicModels: boolean;
  readonly service?: ServiceReference;
  /** `{ min: 0, max: 0 }`, generation 0, when the manifest was written for the original core. */
  readonly contract: ContractRange;
  /** Entry file relative to the folder, when the manifest names one. */
  readonly main?: string;
  /** Export that holds the class, when it is not the default export. */
  readonly exportName?: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, EnvironmentVariable>>;
  /** Default base URL of a remote API, when the manifest names one. */
  readonly defaultBaseUrl?: string;
  /** Absolute path of the folder that holds the manifest. */
  readonly folder: string;
  /** Absolute path of the manifest, for messages. */
  readonly file: string;
  /** Tolerated faults of old manifests: `file:line:column message`. */
  readonly warnings: readonly string[];
}
