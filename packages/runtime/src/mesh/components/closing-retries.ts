import { SYSTEM_CLOCK } from '@mediaconduit/sdk';

/** How a client tries failed calls again. */
export interface RetryRules<S> {
  delayFunction(attempt: number, status: S): number;
  retryableDecider(attempt: number, status: S): boolean;
}

/**
 * Lets retries end before their connection does. Those of @temporalio/client wait by plain timers, and a retry on a
 * connection that is closed meanwhile throws where nobody can catch it, which ends the program.
 */
export class ClosingRetries<S> {
  #closed = false;
  #lastAt = 0;

  constructor(private readonly rules: RetryRules<S>) {}

  /** The same rules, until {@link close}. */
  readonly open: RetryRules<S> = {
    retryableDecider: (attempt, status) => !this.#closed && this.rules.retryableDecider(attempt, status),
    delayFunction: (attempt, status) => {
      const delayMs = this.rules.delayFunction(attempt, status);
      this.#lastAt = Math.max(this.#lastAt, SYSTEM_CLOCK.now() + delayMs);
      return delayMs;
    },
  };

  /** Allows no further retry, and waits for the last one that is due. */
  async close(): Promise<void> {
    this.#closed = true;
    const waitMs = this.#lastAt - SYSTEM_CLOCK.now();
    if (waitMs > -TIMER_SLACK_MS)
      await new Promise<void>((resolve) => void SYSTEM_CLOCK.setTimeout(resolve, waitMs + TIMER_SLACK_MS));
  }
}

/** Timers may be late by as much. */
const TIMER_SLACK_MS = 20;
