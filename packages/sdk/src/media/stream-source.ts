import type { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';
import { toMediaConduitError } from '../error/to-error';
import { callAborted, throwIfAborted } from './call-aborted';
import { HEAD_BYTES, type MediaSource, type ReadOptions } from './media-source';
import { MediaStream, toBuffer } from './media-stream';

const UNREADABLE = { hint: 'see the cause: the stream that was given failed' };

/** A stream of the caller: it can be read once, and belongs to this object from now on. */
export class StreamSource implements MediaSource {
  readonly #readable: Readable;
  #chunks: AsyncIterator<unknown, unknown> | undefined;
  #head: Promise<Buffer> | undefined;
  #taken = false;

  constructor(readable: Readable) {
    this.#readable = readable;
    readable.on('error', () => undefined); // before anybody reads nobody listens; whoever reads it is told
  }

  open(options?: ReadOptions): MediaStream {
    this.#throwIfConsumed();
    this.#taken = true;
    const readable = this.#readable;
    const opened = { [Symbol.asyncIterator]: () => this.#all(), destroy: () => readable.destroy() };
    const toError = (thrown: unknown) => toMediaConduitError(thrown, 'MC_INPUT_INVALID', UNREADABLE);
    return new MediaStream({ open: () => opened, toError, release: () => readable.destroy() }, options?.signal);
  }

  /** Aborting it destroys the stream: what was read of it cannot be put back any more. */
  async peek(options?: ReadOptions): Promise<Buffer> {
    const signal = options?.signal;
    throwIfAborted(signal);
    this.#throwIfConsumed();
    const onAbort = (): void => void this.#readable.destroy(callAborted(signal));
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      return (await (this.#head ??= this.#readHead())).subarray(0, HEAD_BYTES);
    } catch (thrown) {
      throw toMediaConduitError(thrown, 'MC_INPUT_INVALID', UNREADABLE);
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }

  async sizeBytes(): Promise<undefined> {
    return undefined;
  }

  async check(): Promise<void> {
    this.#throwIfConsumed();
  }

  describe(): Readonly<Record<string, unknown>> {
    return { from: 'stream', consumed: this.#taken };
  }

  async *#all(): AsyncGenerator<unknown> {
    if (this.#head) yield await this.#head;
    const chunks = this.#iterator();
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value;
  }

  async #readHead(): Promise<Buffer> {
    const chunks = this.#iterator();
    const found: Buffer[] = [];
    for (let size = 0; size < HEAD_BYTES;) {
      const next = await chunks.next();
      if (next.done === true) break;
      const bytes = toBuffer(next.value);
      found.push(bytes);
      size += bytes.length;
    }
    return Buffer.concat(found);
  }

  #iterator(): AsyncIterator<unknown, unknown> {
    return (this.#chunks ??= this.#readable[Symbol.asyncIterator]());
  }

  #throwIfConsumed(): void {
    const { destroyed, errored, readableDidRead } = this.#readable;
    const usedElsewhere = this.#head === undefined && (readableDidRead || destroyed);
    if (!this.#taken && !usedElsewhere) return;
    if (!this.#taken && errored) throw toMediaConduitError(errored, 'MC_INPUT_INVALID', UNREADABLE);
    throw new MediaConduitError('MC_MEDIA_CONSUMED', 'The stream behind this media value was read already.', {
      hint: 'save it with saveToFile() or collect it with bytes() first, and make a new value from the file or the bytes',
      cause: errored ?? undefined,
    });
  }
}
