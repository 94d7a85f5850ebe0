/** How a ready-made component differs from what its section of the configuration says. */
export interface ReadyMadeOptions<P> {
  /** Default: the name of its section. */
  readonly name?: string;
  /** Default true. */
  readonly required?: boolean;
  /** Deadline of one attempt to connect, in ms. Default 30000. */
  readonly startTimeoutMs?: number;
  /** Attempts after the first. Default 3. */
  readonly retries?: number;
  /** Pause before each further attempt, in ms. Default 2000. */
  readonly retryDelayMs?: number;
  /** Gives the package that it is built on. Default: `require` from this package. */
  readonly load?: () => P;
}
