import type { Clock, Logger } from '@mediaconduit/sdk';

/** Of the members that share a group's name only so many run at once. */
export interface GroupSettings {
  readonly concurrent: number;
  /** So long a member that got its turn is left alone, in ms. Default 5000. */
  readonly residenceMs?: number;
}

/** What a supervisor is made from. */
export interface SupervisorOptions {
  readonly clock: Clock;
  /** From 0 up to 1. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: silent. */
  readonly log?: Logger;
  /** Starts under way at once. Default: two for each processor. */
  readonly maxConcurrentStarts?: number;
  /** Groups that members name; one that is not listed lets one member run. */
  readonly groups?: Readonly<Record<string, GroupSettings>>;
  /** How long calls under way may take to end before a stop, in ms. Default 30000. */
  readonly drainMs?: number;
}
