import { fault } from '@mediaconduit/service-kit';

/** How much is done at once. */
export interface QueueLimits {
  readonly concurrency: number;
  /** How many may wait. */
  readonly maxWaiting: number;
}

/** Lets so many jobs run at once; the others wait in their order. */
export class JobQueue {
  readonly #limits: QueueLimits;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  get running(): number {
    return this.#running;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** @throws `busy` when there is no place to wait any more. */
  requirePlace(): void {
    const { concurrency, maxWaiting } = this.#limits;
    if (this.#running < concurrency || this.#waiting.length < maxWaiting) return;
    throw fault('busy', `${this.#running} jobs run and ${this.#waiting.length} wait: there is no place for more`, {
      hint: 'try again later',
    });
  }

  /** Resolves when the job may run; call the answer when it is over. @throws `busy`, or the reason of the signal. */
  async enter(signal: AbortSignal): Promise<() => void> {
    this.requirePlace();
    signal.throwIfAborted();
    if (this.#running >= this.#limits.concurrency) await this.#turn(signal);
    else this.#running += 1;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const next = this.#waiting.shift();
      // a place is handed on: nobody who comes in between can take it
      if (next) next();
      else this.#running -= 1;
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject(signal.reason as Error);
      };
      this.#waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
