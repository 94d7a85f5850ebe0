/** What happens to the bytes of one direction. Nothing of it is the default. */
export interface LinkFaults {
  /** How much later everything comes, in ms. */
  readonly latencyMs?: number;
  /** How much later still, at most and by chance, in ms. The order stays. */
  readonly jitterMs?: number;
  /** How fast it comes; the sender is kept waiting. */
  readonly bytesPerSecond?: number;
  /** Closes the connection behind so many bytes. */
  readonly cutAfterBytes?: number;
  /** Resets the connection behind so many bytes; 0 is before the first. */
  readonly resetAfterBytes?: number;
  /** Lets everything vanish, the end of the connection too: a cable that is pulled out. */
  readonly blackhole?: boolean;
  /** Lets the bytes pass, but does not say that the sender is gone. */
  readonly halfOpen?: boolean;
}
