/**
 * What a circuit breaker does with calls. Times are those of its clock, in ms. `open` without `until` was opened by hand;
 * from `until` on it is still `open`, and the next call makes it `half-open`.
 */
export type BreakerState =
  | { readonly name: 'closed' }
  | { readonly name: 'open'; readonly since: number; readonly until: number | undefined }
  | { readonly name: 'half-open'; readonly since: number; readonly succeeded: number };

/** One key of {@link BreakerState}. */
export type BreakerStateName = BreakerState['name'];

/** Everything a circuit breaker tells, by event name. */
export interface BreakerEvents {
  'state-changed': [{ name: string; previousState: BreakerStateName; currentState: BreakerStateName }];
}

/** What a circuit breaker counted since it was made or reset, and what it sees now. */
export interface BreakerMetrics {
  readonly state: BreakerStateName;
  /** Calls that asked, those under way and the rejected ones included. */
  readonly total: number;
  readonly successful: number;
  readonly failed: number;
  /** Calls that proved nothing: cancelled by the caller, or turned away as too many. */
  readonly ignored: number;
  readonly rejected: number;
  /** Calls that took longer than `slowCallMs`, however they ended. */
  readonly slow: number;
  readonly stateChanges: number;
  /** Share of failed calls in the window; 0 when there are none. */
  readonly failureRatio: number;
  /** Since it was last closed; 0 when it is. */
  readonly openedForMs: number;
  /** Until a call may pass as a probe; `undefined` when it is closed, or open by hand. */
  readonly nextProbeMs: number | undefined;
}
