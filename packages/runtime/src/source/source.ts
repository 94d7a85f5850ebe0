import type { Identifier } from './identifier';

/** A package or repository on disk: what a provider or service is read from. */
export interface SourceTree {
  /** Absolute, real path. */
  readonly folder: string;
  /** The canonical identifier it came from. */
  readonly canonical: string;
}

/**
 * One kind of place that trees come from. Sources are asked in order; `undefined` means "not mine",
 * an error means "mine, but it failed". Fetching sources (npm, git) plug in here.
 */
export interface Source {
  readonly name: string;
  /** @param from folder that relative look-ups start at: the project's, or the package that names a service. */
  find(identifier: Identifier, from: string): SourceTree | undefined | Promise<SourceTree | undefined>;
}

/** A source that answers at once: it only looks at what is on this machine. */
export interface LocalSource extends Source {
  find(identifier: Identifier, from: string): SourceTree | undefined;
}
