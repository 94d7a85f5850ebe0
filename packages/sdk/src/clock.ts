/** A running timer; disposing it (`using timer = …`) clears it. */
export interface ClockTimer extends Disposable {
  /** Lets the program end while the timer still runs. */
  unref(): unknown;
}

/** Everything that waits takes one, so that tests can move time by hand. */
export interface Clock {
  /** Monotonic, in ms since an arbitrary moment. */
  now(): number;
  /** Calls back once after `delayMs`; keeps the program alive until then unless unref'd. */
  setTimeout(callback: () => void, delayMs: number): ClockTimer;
  /** Harmless for a timer that ran already, and for `undefined`. */
  clearTimeout(timer: ClockTimer | undefined): void;
}

/** The clock of the machine. */
export const SYSTEM_CLOCK: Clock = Object.freeze({
  now: () => performance.now(),
  setTimeout: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs),
  clearTimeout: (timer: ClockTimer | undefined) => timer?.[Symbol.dispose](),
});
