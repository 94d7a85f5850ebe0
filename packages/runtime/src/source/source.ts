import type { Isolation } from '../provider/isolation/isolation-limits';
import type { Identifier } from './identifier';

/** A package or repository on disk: what a provider or service is read from. */
export interface SourceTree {
  /** Absolute, real path. */
  readonly folder: string;
  /** The canonical identifier it came from. */
  readonly canonical: string;
  /** How a provider runs that the lock file names. */
  readonly isolation?: Isolation;
}

/** What a source answers when it is asked anew. */
export interface RenewedTree extends SourceTree {
  /** Called once the tree is in use: only then a source writes down that this is what the identifier means. */
  accept?(): Promise<void>;
  /** Called when it is not used after all. */
  discard?(): void;
}

/**
 * One kind of place that trees come from. Sources are asked in order; `undefined` means "not mine",
 * an error means "mine, but it failed". Fetching sources (npm, git) plug in here.
 */
export interface Source {
  readonly name: string;
  /** @param from folder that relative look-ups start at: the project's, or the package that names a service. */
  find(identifier: Identifier, from: string): SourceTree | undefined | Promise<SourceTree | undefined>;
  /** As `find`, for what the identifier means now, whatever was written down. Missing where `find` always looks. */
  renew?(identifier: Identifier, from: string): Promise<RenewedTree | undefined>;
}

/** A source that answers at once: it only looks at what is on this machine. */
export interface LocalSource extends Source {
  find(identifier: Identifier, from: string): SourceTree | undefined;
}
