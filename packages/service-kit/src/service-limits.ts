/** What a service allows its callers. */
export interface ServiceLimits {
  /** Largest body of a request. Default 1048576 (1 MiB). */
  readonly maxBodyBytes: number;
  /** Time for a client to send all headers. Default 10000. */
  readonly headersTimeoutMs: number;
  /** Time for a client to send the whole request; 0 = any, for large uploads. Default 60000. The work itself has no limit here. */
  readonly requestTimeoutMs: number;
  /** Longest wait for the next byte of a body, and for a client to read on in a streamed answer. Default 60000; 0 = for ever. */
  readonly idleTimeoutMs: number;
  /** How long an unused connection is kept. Default 75000: longer than clients keep theirs, so that they close first. */
  readonly keepAliveTimeoutMs: number;
}

/** The defaults of {@link ServiceLimits}. */
export const DEFAULT_LIMITS: ServiceLimits = Object.freeze({
  maxBodyBytes: 1024 * 1024,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 60_000,
  idleTimeoutMs: 60_000,
  keepAliveTimeoutMs: 75_000,
});
