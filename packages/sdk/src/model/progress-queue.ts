import type { Progress } from './model';
import type { StreamEvent } from './stream-event';

/** Puts what a run reports through `onProgress` between its events. Of one phase only the latest report is kept. */
export class ProgressQueue {
  readonly #latest = new Map<string, Progress>();
  #wake: (() => void) | undefined;

  /** Takes one report; the reader gets it at its next turn. */
  readonly push = (progress: Progress): void => {
    this.#latest.set(progress.phase, progress);
    this.#wake?.();
  };

  /** The events with the reports between them, until the events end. Leaving it leaves the events. */
  async *mergeInto<Output>(
    events: AsyncGenerator<StreamEvent, Output, void>,
  ): AsyncGenerator<StreamEvent, Output, void> {
    try {
      for (;;) {
        const pending = events.next();
        pending.catch(() => undefined); // awaited below
        yield* this.#until(pending);
        const next = await pending;
        yield* this.#taken();
        if (next.done === true) return next.value;
        yield next.value;
      }
    } finally {
      await events.return(undefined as Output);
    }
  }

  async *#until(pending: Promise<unknown>): AsyncGenerator<StreamEvent> {
    let settled = false;
    const end = (): void => {
      settled = true;
      this.#wake?.();
    };
    pending.then(end, end);
    for (;;) {
      yield* this.#taken();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (settled || this.#latest.size > 0) resolve();
      });
      if (settled) return;
    }
  }

  *#taken(): Generator<StreamEvent> {
    const reports = [...this.#latest.values()];
    this.#latest.clear();
    for (const progress of reports) yield { type: 'progress', progress };
  }
}
