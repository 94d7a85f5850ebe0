import type { RestartSettings } from './stack-member';

const HOUR_MS = 3_600_000;
const JITTER = 0.2;

/** What becomes of a unit that ended. */
export type RestartDecision =
  { readonly restart: true; readonly delayMs: number } | { readonly restart: false; readonly reason: string };

/**
 * Counts the restarts of one unit. Restarts are counted, not the time that they took: a unit that is slow to start is
 * given up after as many of them as a fast one.
 */
export class RestartPolicy {
  #inRow = 0;
  #total = 0;
  #startedAt: number[] = [];

  constructor(private readonly random: () => number) {}

  /** Since the last reset. */
  get restarts(): number {
    return this.#total;
  }

  /** Decides, and counts the restart if there is one. `uptimeMs` is how long the unit had been ready. */
  next(settings: RestartSettings, now: number, uptimeMs: number): RestartDecision {
    if (uptimeMs > 0 && uptimeMs >= settings.resetMs) this.#inRow = 0;
    this.#startedAt = this.#startedAt.filter((at) => now - at < HOUR_MS);
    const refusal = this.#refusal(settings);
    if (refusal !== undefined) return { restart: false, reason: refusal };
    this.#inRow += 1;
    this.#total += 1;
    this.#startedAt.push(now);
    return { restart: true, delayMs: this.delayMs(settings, this.#inRow) };
  }

  /** The pause before a try: doubled each time up to the longest, then spread by a fifth. */
  delayMs({ delayMs, maxDelayMs }: RestartSettings, tries: number): number {
    const even = Math.min(maxDelayMs, delayMs * 2 ** (tries - 1));
    return even * (1 - JITTER + 2 * JITTER * this.random());
  }

  /** It ended well: the next restart is the first one in a row. */
  endRow(): void {
    this.#inRow = 0;
  }

  /** Forgets everything: a person wants it to run. */
  reset(): void {
    this.#inRow = 0;
    this.#total = 0;
    this.#startedAt = [];
  }

  #refusal({ policy, maxRestarts, maxPerHour }: RestartSettings): string | undefined {
    if (policy === 'never') return 'its settings say that it is not started again';
    if (this.#inRow >= maxRestarts) return `it was restarted ${this.#inRow} times in a row`;
    if (this.#startedAt.length >= maxPerHour) return `it was restarted ${this.#startedAt.length} times in an hour`;
    return undefined;
  }
}
