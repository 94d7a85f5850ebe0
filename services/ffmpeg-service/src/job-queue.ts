import { fault } from '@mediaconduit/service-kit';
import { JobPlace } from './job-place';

/** How much is done at once. */
export interface QueueLimits {
  readonly concurrency: number;
  /** How many may wait. */
  readonly maxWaiting: number;
}

/** Lets so many jobs run at once; the others wait in their order. */
export class JobQueue {
  readonly #limits: QueueLimits;
  readonly #waiting: JobPlace[] = [];
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

  /** Takes a place; await its `turn`. @throws `busy`, or the reason of the signal. */
  enter(signal: AbortSignal): JobPlace {
    this.requirePlace();
    signal.throwIfAborted();
    const place = new JobPlace(signal, this.#leave);
    if (this.#running < this.#limits.concurrency) {
      this.#running += 1;
      place.begin();
    } else {
      this.#waiting.push(place);
    }
    return place;
  }

  readonly #leave = (place: JobPlace): void => {
    if (!place.isRunning) return void this.#waiting.splice(this.#waiting.indexOf(place), 1);
    const next = this.#waiting.shift();
    // a place is handed on: nobody who comes in between can take it
    if (next) next.begin();
    else this.#running -= 1;
  };
}
