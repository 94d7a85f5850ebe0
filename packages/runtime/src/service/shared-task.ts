import { onAbort } from './on-abort';

/**
 * One piece of work that many callers wait for. Each may give up by its own signal; when the last one has,
 * the work is aborted.
 */
export class SharedTask<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#result = work(this.#controller.signal);
    this.#result.catch(() => undefined); // every waiter sees the failure; without waiters it is nobody's
  }

  /** True when nobody wants the result any more: the work is ending, but may not have ended. */
  get aborted(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Settles when the work has, however it ended. */
  async settled(): Promise<void> {
    await this.#result.then(
      () => undefined,
      () => undefined,
    );
  }

  /** Ends the work for everybody. */
  abort(reason: Error): void {
    this.#controller.abort(reason);
  }

  /** Waits for the result, at most until the signal; rejects with the signal's reason. */
  join(signal?: AbortSignal): Promise<T> {
    this.#waiting++;
    if (!signal) return this.#result;
    return new Promise<T>((resolve, reject) => {
      const forget = onAbort(signal, () => {
        reject(signal.reason as Error);
        if (--this.#waiting === 0) this.#controller.abort(signal.reason);
      });
      this.#result.then(resolve, reject).finally(forget);
    });
  }
}
