import { createHash } from 'node:crypto';

/** Bytes that are read once, by whoever wants them, and hashed. */
export class HashedBytes implements AsyncIterable<Uint8Array> {
  readonly #hash = createHash('sha256');
  readonly #bytes: AsyncIterator<Uint8Array>;

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#bytes = bytes[Symbol.asyncIterator]();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    for (let next = await this.#bytes.next(); next.done !== true; next = await this.#bytes.next()) {
      this.#hash.update(next.value);
      yield next.value;
    }
  }

  /** SHA-256 of all, in hex; reads what nobody has read. */
  async finish(): Promise<string> {
    const rest = this[Symbol.asyncIterator]();
    while ((await rest.next()).done !== true);
    return this.#hash.digest('hex');
  }
}
