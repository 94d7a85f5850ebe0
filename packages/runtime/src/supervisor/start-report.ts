import type { MediaConduitError } from '@mediaconduit/sdk';

/** One unit that could not be started, with what is known of it. */
export interface UnitFailure {
  readonly name: string;
  readonly critical: boolean;
  readonly error: MediaConduitError;
  readonly exitCode?: number;
  /** The last lines of output, oldest first. */
  readonly logs: readonly string[];
}

/** How a start of several units went. Names are in the order in which units are started. */
export interface StartReport {
  readonly ready: readonly string[];
  /** None of them critical. They are tried again as their settings say. */
  readonly failed: readonly UnitFailure[];
  /** Wait for a place in their exclusive group, or for something that does; `acquire` makes one for them. */
  readonly waiting: readonly string[];
  readonly durationMs: number;
}
