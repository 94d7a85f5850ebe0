/** How many calls there are at once, and what the others do. */
export interface BulkheadSettings {
  /** Calls that run at once; 1 for a service that uses a graphics card. 0 = no limit, which is the default. */
  readonly concurrent: number;
  /** Calls that may wait for a place; what comes then is turned away at once. Default 100. */
  readonly waiting: number;
}

/** A hundred may wait where a limit is set without saying how many. */
export const DEFAULT_BULKHEAD: BulkheadSettings = Object.freeze({ concurrent: 0, waiting: 100 });
