import type { CallsUnderWay } from './calls-under-way';

type Fulfilled = ((value: unknown) => unknown) | null;
type Rejected = ((error: unknown) => unknown) | null;
type Then = (fulfilled?: Fulfilled, rejected?: Rejected) => unknown;

interface Stream {
  [Symbol.asyncIterator]?(): AsyncIterator<unknown>;
  then?: Then;
}

/**
 * Counts a stream as a call from its first read, or the first `await`, to its end. The reader gets the promises of the
 * stream itself: one more between a token and its reader would cost as much as the token.
 */
export function watchStream(stream: unknown, calls: CallsUnderWay): unknown {
  if (typeof stream !== 'object' || stream === null) return stream;
  const found = stream as Stream;
  const iterate = found[Symbol.asyncIterator]?.bind(found);
  const settle = found.then?.bind(found);
  const use = new StreamUse(calls);
  if (iterate) define(stream, Symbol.asyncIterator, () => use.follow(iterate()));
  if (settle) define(stream, 'then', use.settling(settle));
  return stream;
}

class StreamUse {
  #state: 'unused' | 'running' | 'ended' = 'unused';

  constructor(private readonly calls: CallsUnderWay) {}

  follow(events: AsyncIterator<unknown>): AsyncIterableIterator<unknown> {
    this.#begin();
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
