import type { Clock, ClockTimer } from '@mediaconduit/sdk';

/** A clock whose time stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** How many timers are waiting. */
  readonly pending: number;
  /**
   * Moves time on by `ms` and runs what became due, in order. Promises settle after every timer, and timers that are
   * set meanwhile run too when they fall into the span.
   */
  advance(ms: number): Promise<void>;
}

interface ManualTimer {
  readonly handle: ClockTimer;
  readonly dueMs: number;
  readonly callback: () => void;
}

/** A {@link ManualClock} that starts at 0 ms. */
export function createManualClock(): ManualClock {
  return new SteppedClock();
}

class SteppedClock implements ManualClock {
  #nowMs = 0;
  readonly #timers = new Map<ClockTimer, ManualTimer>();

  get pending(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#nowMs;
  }

  setTimeout(callback: () => void, delayMs: number): ClockTimer {
    const timer: ClockTimer = {
      unref: () => timer,
      [Symbol.dispose]: () => this.clearTimeout(timer),
    };
    this.#timers.set(timer, { handle: timer, dueMs: this.#nowMs + Math.max(0, delayMs), callback });
    return timer;
  }

  clearTimeout(timer: ClockTimer | undefined): void {
    if (timer) this.#timers.delete(timer);
  }

  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await settle();
    for (let next = this.#nextUntil(endMs); next; next = this.#nextUntil(endMs)) {
      this.#timers.delete(next.handle);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.callback();
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** Timers of the same moment run in the order in which they were set. */
  #nextUntil(endMs: number): ManualTimer | undefined {
    const due = [...this.#timers.values()].filter((timer) => timer.dueMs <= endMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }
}

/** A turn of the event loop: every promise that can settle has settled then. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
