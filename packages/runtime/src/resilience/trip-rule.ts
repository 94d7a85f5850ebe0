import type { BreakerSettings } from './breaker-settings';
import type { CallVerdict } from './call-verdict';
import { TimeWindow } from './time-window';

/** Whether the calls of late are a reason to open: too large a share of failures, or too many lost connections in a row. */
export class TripRule {
  readonly #settings: BreakerSettings;
  readonly #window: TimeWindow;
  #connectionFailures = 0;

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
    this.#window = new TimeWindow({ windowMs: settings.windowMs, buckets: settings.windowBuckets });
  }

  /** Answers whether to open now. */
  record(now: number, verdict: CallVerdict): boolean {
    if (verdict === 'ignored') return false;
    this.#connectionFailures = verdict === 'connection-failure' ? this.#connectionFailures + 1 : 0;
    this.#window.add(now, { total: 1, marked: verdict === 'success' ? 0 : 1 });
    const { failureRatio, minimumCalls, connectionFailures } = this.#settings;
    const { total, marked } = this.#window.counts(now);
    return this.#connectionFailures >= connectionFailures || (total >= minimumCalls && marked / total >= failureRatio);
  }

  /** Share of failures in the window; 0 when it is empty. */
  failureRatio(now: number): number {
    const { total, marked } = this.#window.counts(now);
    return total === 0 ? 0 : marked / total;
  }

  clear(): void {
    this.#window.clear();
    this.#connectionFailures = 0;
  }
}
