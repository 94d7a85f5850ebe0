import { Readable } from 'node:stream';

/**
 * The body of a reply as a caller may hold it: every failure is a typed error, and destroying it is not one.
 * undici's own body reports `AbortError` to whoever destroys it, and socket errors as they come.
 */
export class ReplyBody extends Readable {
  readonly #source: Readable;

  /** @param toError makes the typed error out of what ended the source. */
  constructor(source: Readable, toError: (thrown: unknown) => Error) {
    super();
    this.#source = source;
    source.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) source.pause();
    });
    source.on('end', () => this.push(null));
    source.on('error', (error) => this.destroy(toError(error)));
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#source.destroy();
    callback(error);
  }
}

/** The first `most` bytes as text; the rest is not waited for. */
export async function beginningOf(body: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}
