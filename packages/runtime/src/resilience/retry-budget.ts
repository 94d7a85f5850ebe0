import type { Clock } from '@mediaconduit/sdk';
import { TimeWindow } from './time-window';

/** How many retries there may be among the calls of late. */
export interface RetryBudgetSettings {
  /** Retries per call. Default 0.1. */
  readonly ratio: number;
  /** So many retries are allowed in a window however few calls there were. Default 3. */
  readonly minimum: number;
  /** Default 30000. */
  readonly windowMs: number;
}

const DEFAULT_BUDGET: RetryBudgetSettings = Object.freeze({ ratio: 0.1, minimum: 3, windowMs: 30_000 });
const BUCKETS = 10;

/** Keeps retries a small share of all calls, so that something that is overloaded does not get more work by failing. */
export class RetryBudget {
  readonly #clock: Clock;
  readonly #settings: RetryBudgetSettings;
  readonly #window: TimeWindow;

  constructor({ clock, settings }: { readonly clock: Clock; readonly settings?: Partial<RetryBudgetSettings> }) {
    this.#clock = clock;
    this.#settings = { ...DEFAULT_BUDGET, ...settings };
    this.#window = new TimeWindow({ windowMs: this.#settings.windowMs, buckets: BUCKETS });
  }

  /** Notes a call; retries of it are none. */
  noteCall(): void {
    this.#window.add(this.#clock.now(), { total: 1, marked: 0 });
  }

  /** Answers whether one more retry fits, and notes it when it does. */
  takeRetry(): boolean {
    const now = this.#clock.now();
    const { total, marked } = this.#window.counts(now);
    const { minimum, ratio } = this.#settings;
    if (marked >= Math.max(minimum, total * ratio)) return false;
    this.#window.add(now, { total: 0, marked: 1 });
    return true;
  }
}
