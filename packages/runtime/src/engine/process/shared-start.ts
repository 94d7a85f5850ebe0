import { toMediaConduitError } from '@mediaconduit/sdk';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  callers: number;
}

/** Starts that several callers wait for together: one start per key, broken off when the last caller has given up. */
export class SharedStart<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /**
   * Joins the start of `key`, or begins it. A caller that gives up is rejected at once; the last one when `start` has
   * cleaned up and rejects.
   */
  async join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) throw toMediaConduitError(signal.reason, 'MC_CALL_ABORTED');
    const flight = this.#flights.get(key) ?? this.#begin(key, start);
    flight.callers += 1;
    let giveUp = (): void => undefined;
    const gaveUp = new Promise<never>((_resolve, reject) => {
      giveUp = () => {
        flight.callers -= 1;
        if (flight.callers > 0) reject(toMediaConduitError(signal.reason, 'MC_CALL_ABORTED'));
        else this.#breakOff(key, flight, signal.reason);
      };
    });
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      return await Promise.race([flight.result, gaveUp]);
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }

  /** Breaks off every start and waits until all have cleaned up. */
  async close(reason: unknown): Promise<void> {
    const flights = [...this.#flights];
    this.closeSync(reason);
    await Promise.allSettled(flights.map(([, flight]) => flight.result));
  }

  /** Breaks off every start; their cleaning up is not awaited. */
  closeSync(reason: unknown): void {
    for (const [key, flight] of this.#flights) this.#breakOff(key, flight, reason);
  }

  #begin(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const abort = new AbortController();
    const result = start(abort.signal);
    const flight: Flight<T> = { result, abort, callers: 0 };
    this.#flights.set(key, flight);
    const forget = (): void => this.#forget(key, flight);
    result.then(forget, forget);
    return flight;
  }

  #breakOff(key: string, flight: Flight<T>, reason: unknown): void {
    this.#forget(key, flight);
    flight.abort.abort(reason);
  }

  #forget(key: string, flight: Flight<T>): void {
    if (this.#flights.get(key) === flight) this.#flights.delete(key);
  }
}
