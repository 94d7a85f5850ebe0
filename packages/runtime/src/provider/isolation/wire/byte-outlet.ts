/** Where an outlet puts what it reads; each resolves when more may follow. */
export interface ByteOutletTarget {
  write(piece: Buffer): Promise<void>;
  end(): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** Reads a source as fast as its reader in the other process grants, and closes it when the reader has gone. */
export class ByteOutlet {
  #credit = 0;
  #isStopped = false;
  #wake: (() => void) | undefined;

  constructor(
    private readonly source: AsyncIterable<unknown>,
    private readonly target: ByteOutletTarget,
  ) {}

  grant(bytes: number): void {
    this.#credit += bytes;
    this.#wake?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
    destroy(this.source);
  }

  /** Never rejects: the reader gets the failure. */
  async run(): Promise<void> {
    try {
      await this.#passAll();
      if (!this.#isStopped) await this.target.end();
    } catch (error) {
      if (!this.#isStopped) await this.target.fail(error);
    } finally {
      destroy(this.source);
    }
  }

  /** Opens the source when it is first granted. */
  async #passAll(): Promise<void> {
    if (!(await this.#granted())) return;
    for await (const chunk of this.source) {
      if (!(await this.#pass(chunk))) return;
    }
  }

  /** @returns false when nobody reads any more. */
  async #pass(chunk: unknown): Promise<boolean> {
    for (let rest = bytesOf(chunk); rest.length > 0;) {
      if (!(await this.#granted())) return false;
      const piece = rest.length > this.#credit ? rest.subarray(0, this.#credit) : rest;
      this.#credit -= piece.length;
      rest = rest.subarray(piece.length);
      await this.target.write(piece);
    }
    return !this.#isStopped;
  }

  async #granted(): Promise<boolean> {
    while (this.#credit <= 0 && !this.#isStopped) await new Promise<void>((resolve) => (this.#wake = resolve));
    return !this.#isStopped;
  }
}

function bytesOf(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return Buffer.from(String(chunk));
}

/** Streams are closed also when they were never read; generators end with their loop. */
function destroy(source: AsyncIterable<unknown> & { destroy?: () => unknown }): void {
  source.destroy?.();
}
