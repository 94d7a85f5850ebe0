/** Values that are put in from outside and read one after the other; reading waits for the next one. */
export class LineQueue<T> implements AsyncIterable<T> {
  readonly #values: T[] = [];
  #wake: (() => void) | undefined;
  #ended = false;
  #failure: Error | undefined;

  /** Ignored after the end. */
  push(value: T): void {
    if (this.#ended) return;
    this.#values.push(value);
    this.#wake?.();
  }

  /** What was put in before is still read. */
  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  /** The reader gets what was put in before, and then the failure. */
  fail(failure: Error): void {
    if (this.#ended) return;
    this.#failure = failure;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      const value = this.#values.shift();
      if (value !== undefined) yield value;
      else if (this.#ended) break;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#failure) throw this.#failure;
  }
}
