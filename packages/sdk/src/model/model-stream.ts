import { anySignal } from '../any-signal';
import { MediaConduitError } from '../error/mediaconduit-error';
import type { ModelStream, Progress } from './model';
import type { StreamEvent } from './stream-event';

/** A generator that yields events and returns the result. */
export type ModelEvents<Output> = AsyncGenerator<StreamEvent, Output, void>;

/**
 * `signal` aborts when the caller's does, and when the loop over the events is left early; what `onProgress` is told
 * stands between the events.
 */
export type OpenEvents<Output> = (
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
) => ModelEvents<Output> | Promise<ModelEvents<Output>>;

/** `open` is called when the stream is first iterated or awaited. */
export function createModelStream<Output>(open: OpenEvents<Output>, signal?: AbortSignal): ModelStream<Output> {
  return new GeneratorStream(open, signal);
}

type Next<Output> = IteratorResult<StreamEvent, Output>;

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

/** No generator of its own: each one between a token and its reader costs as much as the token itself. */
class GeneratorStream<Output> implements ModelStream<Output>, AsyncIterator<StreamEvent, Output> {
  readonly #left = new AbortController();
  readonly #open: () => Promise<ModelEvents<Output>>;
  readonly #result: Promise<Output>;
  #settle!: Settle<Output>;
  #events: Promise<ModelEvents<Output>> | ModelEvents<Output> | undefined;
  /** Of one phase only the latest report is kept. */
  readonly #reports = new Map<string, Progress>();
  #waiting: Settle<Next<Output>> | undefined;
  /** The next event, asked for and not handed out yet. */
  #coming: Promise<Next<Output>> | undefined;

  constructor(open: OpenEvents<Output>, signal: AbortSignal | undefined) {
    this.#open = async () => {
      const ended = signal ? anySignal([signal, this.#left.signal]) : this.#left.signal;
      return open(ended, (progress) => this.#report(progress));
    };
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
    this.#events = this.#open().then((events) => (this.#events = events));
    this.#events.catch(() => undefined); // whoever asks for the first event sees the failure
    return this;
  }

  then<A = Output, B = never>(
    fulfilled?: ((output: Output) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    if (!this.#events) void this.#drain(this[Symbol.asyncIterator]());
    return this.#result.then(fulfilled, rejected);
  }

  next(): Promise<Next<Output>> {
    const report = this.#takeReport();
    if (report) return Promise.resolve(report);
    return new Promise((resolve, reject) => {
      const waiting = { resolve, reject };
      this.#waiting = waiting;
      this.#coming ??= this.#fetch();
      this.#coming.then(
        (next) => this.#handOut(waiting, next),
        (error: unknown) => this.#fail(waiting, error),
      );
    });
  }

  /** Somebody left the loop: the work is cancelled, and there will be no result. */
  async return(): Promise<Next<Output>> {
    const left = new MediaConduitError('MC_CALL_ABORTED', 'The loop over the events of a stream was left.', {
      hint: 'read the events to their end when the result is wanted',
    });
    this.#settle.reject(left);
    this.#left.abort(left);
    await (await this.#events)?.return(undefined as Output);
    return { done: true, value: undefined as Output };
  }

  async #fetch(): Promise<Next<Output>> {
    const events = this.#events as ModelEvents<Output> | Promise<ModelEvents<Output>>;
    return (events instanceof Promise ? await events : events).next();
  }

  /** A report may have gone to the reader meanwhile: then the event waits for the next one who asks. */
  #handOut(waiting: Settle<Next<Output>>, next: Next<Output>): void {
    if (this.#waiting !== waiting) return;
    this.#waiting = undefined;
    this.#coming = undefined;
    if (next.done === true) this.#settle.resolve(next.value);
    waiting.resolve(next);
  }

  #fail(waiting: Settle<Next<Output>>, error: unknown): void {
    if (this.#waiting !== waiting) return;
    this.#waiting = undefined;
    this.#settle.reject(error);
    waiting.reject(error);
  }

  #report(progress: Progress): void {
    const waiting = this.#waiting;
    if (!waiting) return void this.#reports.set(progress.phase, progress);
    this.#waiting = undefined;
    waiting.resolve({ done: false, value: { type: 'progress', progress } });
  }

  #takeReport(): Next<Output> | undefined {
    for (const [phase, progress] of this.#reports) {
      this.#reports.delete(phase);
      return { done: false, value: { type: 'progress', progress } };
    }
    return undefined;
  }

  async #drain(events: AsyncIterator<StreamEvent, Output>): Promise<void> {
    try {
      while ((await events.next()).done !== true);
    } catch {
      // who awaits the stream gets it
    }
  }
}
