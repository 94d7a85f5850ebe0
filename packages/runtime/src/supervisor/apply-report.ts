import type { UnitFailure } from './start-report';

/** What a new set of members changed. Names are in the order in which units are started. */
export interface ApplyReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: readonly string[];
  /** Of the added and changed ones that could not be started, and of the removed ones that could not be stopped. */
  readonly failed: readonly UnitFailure[];
}
