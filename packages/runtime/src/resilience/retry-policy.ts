import { isMediaConduitError, type Clock } from '@mediaconduit/sdk';
import { verdictOn } from './call-verdict';
import { pause } from './pause';
import { RetryBudget } from './retry-budget';

/** How often and when a call is made again. */
export interface RetrySettings {
  /** Default 2. */
  readonly retries: number;
  /** Longest first pause, in ms; doubled each time. Each pause is a random part of it. Default 100. */
  readonly delayMs: number;
}

const DEFAULT_RETRY: RetrySettings = Object.freeze({ retries: 2, delayMs: 100 });

/** What a {@link RetryPolicy} is made with. */
export interface RetryPolicyOptions {
  /** What is called, for errors. */
  readonly name: string;
  readonly clock: Clock;
  /** A number from 0 up to 1, for the length of the pauses. Default `Math.random`. */
  readonly random?: () => number;
  readonly settings?: Partial<RetrySettings>;
  /** Default: one of its own. */
  readonly budget?: RetryBudget;
}

/** What has to be known of a call to make it again. */
export interface RetryOptions {
  /** Whether it may be made twice: reads, and what the provider says is idempotent. */
  readonly idempotent: boolean;
  readonly signal?: AbortSignal;
  /** When the caller's time is over, on the clock. Default: never. */
  readonly deadlineAt?: number;
}

/** Makes an idempotent call again when it failed in a way that may pass, within the time of the caller and the budget. */
export class RetryPolicy {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #settings: RetrySettings;
  readonly #budget: RetryBudget;

  constructor({ name, clock, random = Math.random, settings, budget }: RetryPolicyOptions) {
    this.#name = name;
    this.#clock = clock;
    this.#random = random;
    this.#settings = { ...DEFAULT_RETRY, ...settings };
    this.#budget = budget ?? new RetryBudget({ clock });
  }

  /** @throws what the last call threw; `MC_CALL_ABORTED` or `MC_CALL_TIMEOUT` when the signal ends a pause. */
  async execute<T>(work: () => Promise<T>, { idempotent, signal, deadlineAt = Infinity }: RetryOptions): Promise<T> {
    this.#budget.noteCall();
    for (let retries = 0; ; retries++) {
      try {
        return await work();
      } catch (error) {
        if (!idempotent || retries >= this.#settings.retries || signal?.aborted || !mayPass(error)) throw error;
        const delayMs = this.#random() * this.#settings.delayMs * 2 ** retries;
        if (this.#clock.now() + delayMs >= deadlineAt || !this.#budget.takeRetry()) throw error;
        await pause(delayMs, { name: this.#name, clock: this.#clock, signal });
      }
    }
  }
}

/** Failures of the other side, not its refusals; an open circuit and a full queue want fewer calls, not more. */
function mayPass(error: unknown): boolean {
  const verdict = verdictOn(error);
  if (!isMediaConduitError(error)) return verdict === 'connection-failure';
  return error.retryable && (verdict === 'failure' || verdict === 'connection-failure');
}
