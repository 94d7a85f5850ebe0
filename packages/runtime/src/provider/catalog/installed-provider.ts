import type { Capability, MediaConduitError, ProviderManifest, ProviderType } from '@mediaconduit/sdk';

/** What one unit of input and one of output cost together. */
export interface Price {
  readonly cost: number;
  readonly currency: string;
}

/**
 * A provider package in the project, or one that its lock file names. One whose manifest is broken has a `problem` instead of
 * a `manifest`.
 */
export interface InstalledProvider {
  /** The manifest's id; when the manifest is broken, the one that the package's name suggests. */
  readonly id: string;
  readonly name: string;
  /** For one of the lock file, its canonical identifier: `github:o/r`. */
  readonly packageName: string;
  readonly version?: string;
  readonly folder: string;
  /** False for one of the lock file until its folder is there: what is known of it is what the lock file says. */
  readonly isFetched: boolean;
  /** Missing where the manifest is broken or not fetched. */
  readonly type?: ProviderType;
  /** Empty where the manifest is broken. */
  readonly capabilities: readonly Capability[];
  /** How many models the manifest lists. */
  readonly modelCount: number;
  /** Variables that must be set and have no default. */
  readonly requiredVariables: readonly string[];
  /** Of its cheapest model; missing where the manifest names no price. */
  readonly price?: Price;
  readonly manifest?: ProviderManifest;
  readonly problem?: MediaConduitError;
}
