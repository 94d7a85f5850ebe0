/** Puts bits together to bytes, the highest first. */
export class BitWriter {
  readonly #bytes: number[] = [];
  #current = 0;
  #filled = 0;

  /** The lowest `count` bits of a value, 24 at most. */
  bits(value: number, count: number): this {
    for (let at = count - 1; at >= 0; at -= 1) {
      this.#current = (this.#current << 1) | ((value >> at) & 1);
      this.#filled += 1;
      if (this.#filled === 8) this.#flush();
    }
    return this;
  }

  /** Fills up the last byte with bits of one kind; nothing when it is full. */
  align(bit: 0 | 1): this {
    while (this.#filled > 0) this.bits(bit, 1);
    return this;
  }

  /** Whole bytes; only after {@link align}. */
  bytes(bytes: Iterable<number>): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }

  #flush(): void {
    this.#bytes.push(this.#current);
    this.#current = 0;
    this.#filled = 0;
  }
}
