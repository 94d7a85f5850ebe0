import type { ErrorCode } from '@mediaconduit/sdk';
import type {
  FetchedTree,
  InstalledDependencies,
  LookedAt,
  PinnedPackage,
  Resolution,
  ResolvedRelease,
} from '../fetch/fetcher';
import type { ReleaseAge } from '../release-age/release-age';

/** What the process that talks to registries is started for; it does one job and ends. */
export interface WorkerRequest {
  /** Its `.npmrc`, and those above, say where packages come from. */
  readonly projectFolder: string;
  /** Used when npm's own cache cannot be written. */
  readonly ownCache: string;
  /** A request that brings less than 1 KiB per second for so long is given up. */
  readonly stallMs: number;
  /** How often it is tried again then. */
  readonly retries: number;
  /** What is younger is not taken; what an `.npmrc` says of that holds, too. */
  readonly releaseAge?: ReleaseAge;
  readonly job: WorkerJob;
}

/**
 * Resolves a version, fetches a package, installs the dependencies of a folder, or looks which ones that would be: of a
 * package that is put into the folder for it, or of the one that lies there.
 */
export type WorkerJob =
  | {
      readonly kind: 'resolve';
      readonly name: string;
      readonly range: string;
      /** The version that is locked, if one is. */
      readonly taken?: string;
    }
  | {
      readonly kind: 'fetch';
      readonly name: string;
      readonly resolution: Resolution;
      readonly folder: string;
      readonly dependencies?: readonly PinnedPackage[];
    }
  | {
      readonly kind: 'look';
      readonly folder: string;
      readonly label?: string;
      readonly name?: string;
      readonly resolution?: Resolution;
    }
  | {
      readonly kind: 'install';
      readonly folder: string;
      readonly label?: string;
      readonly dependencies?: readonly PinnedPackage[];
    };

/** What the job of a kind gives. */
export interface WorkerResults {
  readonly resolve: ResolvedRelease;
  readonly fetch: FetchedTree;
  readonly look: LookedAt;
  readonly install: InstalledDependencies;
}

/** A `MediaConduitError` as plain data; nothing in it is secret. */
export interface WorkerFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
}

/** What the process says. */
export type WorkerMessage =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'done'; readonly result: WorkerResults[keyof WorkerResults] }
  | { readonly type: 'failed'; readonly failure: WorkerFailure };
