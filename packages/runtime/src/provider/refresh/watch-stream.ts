import type { CallsUnderWay } from './calls-under-way';

type Fulfilled = ((value: unknown) => unknown) | null;
type Rejected = ((error: unknown) => unknown) | null;
type Then = (fulfilled?: Fulfilled, rejected?: Rejected) => unknown;

interface Stream {
  [Symbol.asyncIterator]?(): AsyncIterator<unknown>;
  then?: Then;
}

type Openable = AsyncIterable<unknown> & Pick<Stream, 'then'>;

/**
 * Counts a stream as a call from its first read, or the first `await`, to its end. The reader gets the promises of the
 * stream itself: one more between a token and its reader would cost as much as the token.
 * @param instead opens the stream that is read when the provider was given up before anybody read this one.
 */
export function watchStream(stream: unknown, calls: CallsUnderWay, instead: () => unknown): unknown {
  if (typeof stream !== 'object' || stream === null) return stream;
  const found = stream as Stream;
  const iterate = found[Symbol.asyncIterator]?.bind(found);
  const settle = found.then?.bind(found);
  const use = new StreamUse(calls, instead);
  if (iterate) define(stream, Symbol.asyncIterator, () => use.iterate(iterate));
  if (settle) define(stream, 'then', use.settling(settle));
  return stream;
}

class StreamUse {
  #state: 'unused' | 'running' | 'ended' | 'passed on' = 'unused';
  #other: Openable | undefined;

  constructor(
    private readonly calls: CallsUnderWay,
    private readonly instead: () => unknown,
  ) {}

  iterate(open: () => AsyncIterator<unknown>): AsyncIterator<unknown> {
    const other = this.#successor();
    if (other) return other[Symbol.asyncIterator]();
    this.#begin();
    return this.#follow(open());
  }

  #follow(events: AsyncIterator<unknown>): AsyncIterableIterator<unknown> {
    const leave = events.return?.bind(events);
    const iterator: AsyncIterableIterator<unknown> = {
      next: () => this.#observe(events.next()),
      [Symbol.asyncIterator]: () => iterator,
    };
    if (leave) {
      iterator.return = (value?: unknown) => {
        const left = leave(value);
        left.then(this.#end, this.#end);
        return left;
      };
    }
    return iterator;
  }

  settling(then: Then): Then {
    return (fulfilled, rejected) => {
      const other = this.#successor();
      if (other) return other.then?.(fulfilled, rejected);
      this.#begin();
      return then(
        (value) => {
          this.#end();
          return fulfilled ? fulfilled(value) : value;
        },
        (error) => {
          this.#end();
          if (rejected) return rejected(error);
          throw error;
        },
      );
    };
  }

  /** The stream of the successor, when nothing of this one was read in time. */
  #successor(): Openable | undefined {
    if (this.#state !== 'unused' || !this.calls.isOver) return this.#other;
    this.#state = 'passed on';
    this.#other = this.instead() as Openable;
    return this.#other;
  }

  #observe(next: Promise<IteratorResult<unknown>>): Promise<IteratorResult<unknown>> {
    next.then(({ done }) => {
      if (done) this.#end();
    }, this.#end);
    return next;
  }

  #begin(): void {
    if (this.#state !== 'unused') return;
    this.#state = 'running';
    this.calls.begin();
  }

  readonly #end = (): void => {
    if (this.#state !== 'running') return;
    this.#state = 'ended';
    this.calls.end();
  };
}

function define(object: object, name: PropertyKey, value: unknown): void {
  Reflect.defineProperty(object, name, { value, configurable: true, writable: true, enumerable: false });
}
