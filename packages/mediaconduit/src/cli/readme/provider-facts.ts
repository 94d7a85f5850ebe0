import type { ServiceContainer } from '@mediaconduit/runtime';
import type { ModelInfo, ProviderManifest, ServiceDefinition } from '@mediaconduit/sdk';
import type { OptionSchema } from './option-schema';

/** A model as its README describes it. */
export interface DescribedModel {
  readonly info: ModelInfo;
  /** Missing for one that takes none, or says nothing of them. */
  readonly options?: OptionSchema;
}

/** The service of a provider as its README describes it. */
export interface DescribedService {
  readonly definition: ServiceDefinition;
  /** What it is on Docker: none where it is not for Docker; missing where its files are refused or cannot be read. */
  readonly containers?: readonly ServiceContainer[];
}

/** What the package.json of a provider says that its users need. */
export interface PackageFacts {
  /** Of a package that can be installed from a registry. */
  readonly name?: string;
  /** `github:owner/repository`. */
  readonly repository?: string;
  /** Versions of Node.js. */
  readonly node?: string;
  /** The oldest MediaConduit that will do. */
  readonly core?: string;
}

/** All that the generated part of a README is made of; nothing of it changes with the machine or with a release. */
export interface ProviderFacts {
  readonly manifest: ProviderManifest;
  readonly package: PackageFacts;
  readonly models: readonly DescribedModel[];
  readonly service?: DescribedService;
}
