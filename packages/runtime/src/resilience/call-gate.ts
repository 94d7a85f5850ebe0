/**
 * Waits for a place among the calls that run at once; the returned function gives it back and is safe to call twice.
 * @throws `MC_SERVICE_BUSY` at once when too many wait; `MC_CALL_ABORTED` or `MC_CALL_TIMEOUT` at the signal.
 */
export type Enter = (signal?: AbortSignal) => Promise<() => void>;

/** What lets only so many calls pass at once. */
export interface CallGate {
  /** False: everybody passes, and nobody need ask. */
  readonly isLimited: boolean;
  readonly enter: Enter;
}
