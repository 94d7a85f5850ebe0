import type { Clock } from '@mediaconduit/sdk';

/** Adds up the time in which something was being started, however many wait for it. */
export class StartWatch {
  #running = 0;
  #since = 0;
  #totalMs = 0;

  constructor(private readonly clock: Clock) {}

  /** In ms, up to now. */
  get totalMs(): number {
    return this.#totalMs + (this.#running > 0 ? this.clock.now() - this.#since : 0);
  }

  /** @returns the function that ends it; call it once. */
  begin(): () => void {
    if (this.#running++ === 0) this.#since = this.clock.now();
    return () => {
      if (--this.#running === 0) this.#totalMs += this.clock.now() - this.#since;
    };
  }
}
