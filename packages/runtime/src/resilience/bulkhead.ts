import { MediaConduitError } from '@mediaconduit/sdk';
import { onAbort } from '../service/on-abort';
import { endedCallError } from './ended-call-error';
import type { Work } from './call-within';

/** What a {@link Bulkhead} is made with. */
export interface BulkheadOptions {
  /** What it protects, for errors. */
  readonly name: string;
  /** Calls that run at once; 1 for a service that uses a graphics card. */
  readonly concurrent: number;
  /** Calls that may wait for a place. Default 100. */
  readonly waiting?: number;
}

/** Lets so many calls run at once, makes some wait in the order in which they came, and turns away the rest. */
export class Bulkhead {
  readonly #name: string;
  readonly #concurrent: number;
  readonly #places: number;
  /** What gives its place to each call that waits, oldest first. */
  readonly #queue = new Set<() => void>();
  #running = 0;
  #rejected = 0;

  constructor({ name, concurrent, waiting = 100 }: BulkheadOptions) {
    this.#name = name;
    this.#concurrent = concurrent;
    this.#places = waiting;
  }

  /** @throws `MC_SERVICE_BUSY` at once, `MC_CALL_ABORTED` or `MC_CALL_TIMEOUT` of a call that waits, and whatever the work throws. */
  async execute<T>(work: Work<T>, { signal }: { readonly signal?: AbortSignal } = {}): Promise<T> {
    if (signal?.aborted) throw endedCallError(this.#name, signal.reason);
    if (this.#running < this.#concurrent) this.#running++;
    else await this.#wait(signal);
    try {
      return await work(signal ?? new AbortController().signal);
    } finally {
      this.#release();
    }
  }

  /** Calls that run, wait, and were turned away so far. */
  getMetrics(): { readonly running: number; readonly waiting: number; readonly rejected: number } {
    return { running: this.#running, waiting: this.#queue.size, rejected: this.#rejected };
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#queue.size >= this.#places) throw this.#busy();
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        forget();
        resolve();
      };
      this.#queue.add(enter);
      const forget = onAbort(signal, () => {
        this.#queue.delete(enter);
        reject(endedCallError(this.#name, signal?.reason));
      });
    });
  }

  /** The place goes straight to the call that has waited longest: nobody who comes later can take it. */
  #release(): void {
    const [enter] = this.#queue;
    if (!enter) {
      this.#running--;
      return;
    }
    this.#queue.delete(enter);
    enter();
  }

  #busy(): MediaConduitError {
    this.#rejected++;
    const [running, waiting] = [this.#concurrent, this.#places];
    return new MediaConduitError('MC_SERVICE_BUSY', `"${this.#name}" works on ${running} and ${waiting} more wait.`, {
      hint: 'try again later, or allow it more calls at once where the machine can bear them',
      facts: { name: this.#name, concurrent: running, waiting },
    });
  }
}
