import type { Clock } from '@mediaconduit/sdk';
import { IdleTimer } from './idle-timer';
import { UseCount } from './use-count';

/** A service that is never stopped as idle is still not looked after when nobody has used it for so long, in ms. */
const RECENT_MS = 300_000;

/** Who uses a service, and since when nobody has. */
export class ServiceUse {
  readonly #idle: IdleTimer;
  readonly #recentMs: number;
  readonly #leases = new UseCount();
  #isReady = false;

  /** @param onIdle called when there is no lease and nothing was touched for `idleMs`; answers as that of `IdleTimer`. */
  constructor(clock: Clock, idleMs: number, onIdle: () => boolean) {
    this.#recentMs = idleMs > 0 ? idleMs : RECENT_MS;
    this.#idle = new IdleTimer(clock, idleMs, () => this.#leases.isUsed || onIdle());
  }

  get isLeased(): boolean {
    return this.#leases.isUsed;
  }

  /** Whether it is leased, or was used of late. */
  get isRecent(): boolean {
    return this.#leases.isUsed || this.#idle.untouchedMs <= this.#recentMs;
  }

  /** Resolves as soon as nobody leases it. */
  free(): Promise<void> {
    return this.#leases.free();
  }

  /** Notes one use of the ready service. */
  touch(): void {
    this.#isReady = true;
    this.#idle.touch();
  }

  /** It is not ready any more: ends the wait for the idle time, until the next use. */
  stop(): void {
    this.#isReady = false;
    this.#idle.stop();
  }

  /** Counts as use until the returned function is called, which is safe to do twice. */
  hold(): () => void {
    return this.#leases.take(() => this.#isReady && this.#idle.touch());
  }
}
