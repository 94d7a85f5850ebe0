import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { PackageJson } from '../package/package-json';

/** What is known of a service before it runs. */
export interface ServiceFacts {
  /** Absolute; holds the definition. */
  readonly folder: string;
  /** The definition for this platform, or why there is none. */
  readonly definition: ServiceDefinition | undefined;
  readonly problem?: string;
  readonly packageFolder: string;
  readonly packageJson?: PackageJson;
  /** Of the package, relative to its folder. */
  readonly published: readonly string[];
  /** It is a folder of a provider's package, which describes both. */
  readonly isPartOfProvider: boolean;
}
