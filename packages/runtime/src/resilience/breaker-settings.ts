/** When a circuit breaker opens, how long it stays open, and how it tries again. */
export interface BreakerSettings {
  /** Share of failed calls in the window that opens it. Default 0.5. */
  readonly failureRatio: number;
  /** So many calls must lie in the window for the share to mean anything. Default 10. */
  readonly minimumCalls: number;
  /** How far back it looks, in ms. Default 30000. */
  readonly windowMs: number;
  /** In so many steps old calls leave the window. Default 10. */
  readonly windowBuckets: number;
  /** Connection failures in a row that open it, whatever the share. Default 5. */
  readonly connectionFailures: number;
  /** First time that it stays open, in ms; doubled each time that a probe fails. Default 5000. */
  readonly openMs: number;
  /** Longest time, before the jitter, in ms. Default 60000. */
  readonly maxOpenMs: number;
  /** Share by which the open time is varied up and down, so that many do not try again at one moment. Default 0.2. */
  readonly jitter: number;
  /** Calls that may pass while it is half open; when all of them succeed it closes. Default 3. */
  readonly probes: number;
  /** A probe that has not answered after so long has failed, in ms. Default 10000. */
  readonly probeTimeoutMs: number;
  /** Calls from this length on are counted as slow, which opens nothing, in ms. Default 60000. */
  readonly slowCallMs: number;
}

/** Half of ten calls as Hystrix and resilience4j; 30 s as Polly; five in a row and growing open times as Envoy. */
export const DEFAULT_BREAKER: BreakerSettings = Object.freeze({
  failureRatio: 0.5,
  minimumCalls: 10,
  windowMs: 30_000,
  windowBuckets: 10,
  connectionFailures: 5,
  openMs: 5000,
  maxOpenMs: 60_000,
  jitter: 0.2,
  probes: 3,
  probeTimeoutMs: 10_000,
  slowCallMs: 60_000,
});
