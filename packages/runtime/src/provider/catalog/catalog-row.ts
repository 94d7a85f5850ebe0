import type { Capability, ErrorCode, ProviderType } from '@mediaconduit/sdk';
import type { Price } from './installed-provider';

/** What the index keeps about a direct dependency of the project, or an entry of its lock file, short enough to be read for thousands of them. */
export interface CatalogRow {
  readonly packageName: string;
  readonly folder: string;
  /** Name of its manifest; missing for packages that are no provider, and for providers that were not fetched yet. */
  readonly file?: string;
  /** What has to be the same for the row to hold; see `rowStamp`. */
  readonly stamp: string;
  /** Of its package.json. */
  readonly packageStamp: string;
  readonly provider?: ProviderRow;
}

/** What listing, searching and choosing need. */
export interface ProviderRow {
  readonly id: string;
  readonly name: string;
  readonly version?: string;
  readonly type?: ProviderType;
  readonly capabilities: readonly Capability[];
  readonly modelCount: number;
  readonly requiredVariables: readonly string[];
  readonly price?: Price;
  /** As JSON; it is read from its folder where this is missing. */
  readonly manifest?: Buffer;
  readonly problem?: ProblemRow;
}

/** Why a manifest cannot be used. */
export interface ProblemRow {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
