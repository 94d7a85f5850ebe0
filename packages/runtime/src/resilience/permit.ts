/** Leave to make one call, whose end is to be told. Only what is told first counts. */
export interface Permit {
  /** Whether the circuit is half open and waits for the end of this call. */
  readonly isProbe: boolean;
  succeed(): void;
  /** What the error says about the one that was called is judged as for `execute`. */
  fail(error: unknown): void;
  /** The call proved nothing: a probe gives its place to another call. */
  ignore(): void;
}

/** What the caller may say when it takes a permit. */
export interface PermitOptions {
  /** Time that the caller gives to the call, in ms. A probe has at most `probeTimeoutMs`. 0 = none. */
  readonly timeoutMs?: number;
  /** Called when a probe was not told the end of in time: it has failed, and the call should be ended with the error. */
  readonly onExpired?: (error: Error) => void;
}
