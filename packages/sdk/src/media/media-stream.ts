import { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';
import { callAborted } from './call-aborted';

/** Bytes that were opened; a Readable is one. */
export interface OpenedBytes extends AsyncIterable<unknown> {
  /** Closes what is behind them; a pending read ends. */
  destroy(): unknown;
}

/** What a {@link MediaStream} reads from. */
export interface MediaStreamInput {
  /** Called at the first read; `signal` fires when nobody waits for the result any more. */
  open(signal: AbortSignal): OpenedBytes | Promise<OpenedBytes>;
  /** Turns a failure of the input into the error that the reader gets. */
  toError(thrown: unknown): MediaConduitError;
  /** Called when the stream is over, also when it was never read. */
  release?(): void;
}

/**
 * A stream of bytes that opens its input late, fails with typed errors only, and lets go of its input whether it ends,
 * fails, is destroyed or aborted.
 */
export class MediaStream extends Readable {
  readonly #input: MediaStreamInput;
  readonly #signal: AbortSignal | undefined;
  readonly #opening = new AbortController();
  readonly #onAbort = (): void => this.#abort();
  #opened: OpenedBytes | undefined;
  #chunks: AsyncIterator<unknown, unknown> | undefined;

  constructor(input: MediaStreamInput, signal?: AbortSignal) {
    super();
    this.#input = input;
    this.#signal = signal;
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  override _read(): void {
    this.#next().then(
      (chunk) => void (this.destroyed || this.push(chunk)),
      (thrown: unknown) => this.destroy(this.#input.toError(thrown)),
    );
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    if (this.#opened) this.#opened.destroy();
    else this.#opening.abort();
    this.#input.release?.();
    callback(error);
  }

  /** Before anybody reads nobody listens either: that would end the program. Who reads it then gets the error. */
  #abort(): void {
    if (this.listenerCount('error') === 0) this.once('error', () => undefined);
    this.destroy(callAborted(this.#signal));
  }

  async #next(): Promise<Buffer | null> {
    this.#chunks ??= await this.#open();
    for (;;) {
      const { done, value } = await this.#chunks.next();
      if (done === true) return null;
      const bytes = toBuffer(value);
      // An empty chunk would make the reader wait for ever.
      if (bytes.length > 0) return bytes;
    }
  }

  async #open(): Promise<AsyncIterator<unknown, unknown>> {
    this.#opened = await this.#input.open(this.#opening.signal);
    // Destroyed while it was being opened: _destroy found nothing to close yet.
    if (this.destroyed) this.#opened.destroy();
    return this.#opened[Symbol.asyncIterator]();
  }
}

/**
 * The bytes of one chunk without copying; a string is UTF-8.
 * @throws `MC_INPUT_INVALID` for an object that holds no bytes.
 */
export function toBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  if (chunk instanceof Uint8Array) return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  throw new MediaConduitError(
    'MC_INPUT_INVALID',
    `A media stream gave a chunk of type ${typeof chunk} instead of bytes.`,
    {
      hint: 'give a stream of Buffers, not one of objects',
    },
  );
}
