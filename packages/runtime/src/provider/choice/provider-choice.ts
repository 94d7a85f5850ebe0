import type { Capability, Provider } from '@mediaconduit/sdk';

/** What is wanted of a provider beside the capability. */
export interface ChoiceCriteria {
  /** Those that run on this machine before those that call an API. Without it the cheaper ones come first. */
  readonly preferLocal?: boolean;
  /** Of one unit of input and one of output, in `currency`. What runs here and names no price costs nothing. */
  readonly maxCost?: number;
  /** Default `USD`. */
  readonly currency?: string;
  /** Ids, also those that providers in use have of themselves, or names of packages. */
  readonly exclude?: string | readonly string[];
  /** The same under the name that it has in the original core. */
  readonly excludeProviders?: string | readonly string[];
}

/** Why a provider is not taken. */
export type RefusalReason =
  | 'excluded'
  | 'not-configured'
  | 'too-dear'
  | 'quarantined'
  | 'unavailable'
  /** Registered as a class or function that has not run. */
  | 'not-made';

/** A provider that offers the capability and is not taken. */
export interface RefusedProvider {
  readonly id: string;
  readonly reason: RefusalReason;
  /** For people, with what to do about it. */
  readonly message: string;
  /** For `not-configured`. */
  readonly missing?: readonly string[];
}

/** The provider that fits best, and why no other. */
export interface ProviderChoice {
  readonly capability: Capability;
  /** Id of the best one, or the name of its package where two packages claim the id. */
  readonly id: string;
  /** All that fit, the best first. Only those up to the best were asked whether they are available. */
  readonly order: readonly string[];
  readonly refused: readonly RefusedProvider[];
  /** Loads the best one. */
  open(): Promise<Provider>;
}
