import type { Capability, ErrorCode, ProviderType } from '@mediaconduit/sdk';

/** What the index keeps about a direct dependency of the project, short enough to be read for thousands of them. */
export interface CatalogRow {
  readonly packageName: string;
  readonly folder: string;
  /** What has to be the same for the row to hold, by path relative to the folder (`''`: the folder itself). */
  readonly watched: readonly (readonly [path: string, stamp: string])[];
  /** Of its package.json. */
  readonly packageStamp: string;
  /** True for a folder outside every `node_modules`: there people edit package.json in place. */
  readonly isLinked: boolean;
  /** Missing for packages that are no provider. */
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
  /** Where the manifest stands in the second part of the index; it is read from its folder where this is missing. */
  readonly place?: readonly [start: number, end: number];
  readonly problem?: ProblemRow;
}

/** Why a manifest cannot be used. */
export interface ProblemRow {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
