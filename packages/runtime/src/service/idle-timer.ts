import type { Clock, ClockTimer } from '@mediaconduit/sdk';

/**
 * Calls `onIdle` once nothing was touched for `idleMs`. Touching costs one clock reading: the timer is not reset but
 * looks, when it fires, how long ago the last touch was. Never keeps the program alive.
 */
export class IdleTimer {
  #lastTouch = 0;
  #timer: ClockTimer | undefined;

  /** @param idleMs 0 = never. @param onIdle answers true when there is still use, to be asked again after `idleMs`. */
  constructor(
    private readonly clock: Clock,
    private readonly idleMs: number,
    private readonly onIdle: () => boolean,
  ) {}

  /** Time since the last use, in ms. */
  get untouchedMs(): number {
    return this.clock.now() - this.#lastTouch;
  }

  /** Notes use, and starts the timer when none runs. */
  touch(): void {
    this.#lastTouch = this.clock.now();
    if (this.#timer === undefined && this.idleMs > 0) this.#arm(this.idleMs);
  }

  /** Ends it; a later touch starts it again. */
  stop(): void {
    if (this.#timer !== undefined) this.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(ms: number): void {
    this.#timer = this.clock.setTimeout(() => {
      this.#timer = undefined;
      const left = this.#lastTouch + this.idleMs - this.clock.now();
      if (left > 0) this.#arm(left);
      else if (this.onIdle()) this.touch();
    }, ms);
    this.#timer.unref();
  }
}
