import { MediaConduitError } from '../error/mediaconduit-error';
import type { ModelStream } from './model';
import type { StreamEvent } from './stream-event';

type Events<Output> = AsyncGenerator<StreamEvent, Output, void>;

/**
 * A stream over a generator that yields events and returns the result. `open` is called when the stream is first
 * iterated or awaited; its signal aborts when the caller's does, and when the loop over the events is left early.
 */
export function createModelStream<Output>(
  open: (signal: AbortSignal) => Events<Output>,
  signal?: AbortSignal,
): ModelStream<Output> {
  return new GeneratorStream(open, signal);
}

class GeneratorStream<Output> implements ModelStream<Output>, AsyncIterator<StreamEvent, Output> {
  readonly #left = new AbortController();
  readonly #open: () => Events<Output>;
  readonly #result: Promise<Output>;
  #settle!: { resolve: (output: Output) => void; reject: (error: unknown) => void };
  #events: Events<Output> | undefined;

  constructor(open: (signal: AbortSignal) => Events<Output>, signal: AbortSignal | undefined) {
    this.#open = () => open(signal ? AbortSignal.any([signal, this.#left.signal]) : this.#left.signal);
    this.#result = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.#result.catch(() => undefined); // whoever iterates sees the failure there
  }

  /** @throws `MC_USAGE` when it is iterated a second time, or after it was awaited. */
  [Symbol.asyncIterator](): this {
    if (this.#events) {
      throw new MediaConduitError('MC_USAGE', 'The events of this stream are being read already.', {
        hint: 'read them in one loop, or await the stream for its result; call stream() again for another run',
      });
    }
    this.#events = this.#open();
    return this;
  }

  then<A = Output, B = never>(
    fulfilled?: ((output: Output) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!this.#events) void this.#drain(this[Symbol.asyncIterator]());
    return this.#result.then(fulfilled, rejected);
  }

  async next(): Promise<IteratorResult<StreamEvent, Output>> {
    try {
      const next = await (this.#events as Events<Output>).next();
      if (next.done === true) this.#settle.resolve(next.value);
      return next;
    } catch (error) {
      this.#settle.reject(error);
      throw error;
    }
  }

  /** Somebody left the loop: the work is cancelled, and there will be no result. */
  async return(): Promise<IteratorResult<StreamEvent, Output>> {
    const left = new MediaConduitError('MC_CALL_ABORTED', 'The loop over the events of a stream was left.', {
      hint: 'read the events to their end when the result is wanted',
    });
    this.#settle.reject(left);
    this.#left.abort(left);
    await (this.#events as Events<Output>).return(undefined as Output);
    return { done: true, value: undefined as Output };
  }

  async #drain(events: AsyncIterator<StreamEvent, Output>): Promise<void> {
    try {
      while ((await events.next()).done !== true);
    } catch {
      // who awaits the stream gets it
    }
  }
}
