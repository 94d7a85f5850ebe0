import { throwIfAborted } from './call-aborted';
import type { MediaSource, ReadOptions } from './media-source';
import { HEAD_BYTES } from './media-source';
import { MediaStream, toBuffer } from './media-stream';
import { toMediaConduitError } from '../error/to-error';

/** One chunk of a stream made from memory, so that the reader's back-pressure means something. */
const CHUNK_BYTES = 65_536;

/** Bytes in memory. They are not copied. */
export class BytesSource implements MediaSource {
  readonly bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.bytes = toBuffer(bytes);
  }

  open(options?: ReadOptions): MediaStream {
    const bytes = this.bytes;
    const chunks = {
      async *[Symbol.asyncIterator]() {
        for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
      },
      destroy: () => undefined,
    };
    return new MediaStream({ open: () => chunks, toError: toMediaConduitError }, options?.signal);
  }

  async peek(options?: ReadOptions): Promise<Buffer> {
    throwIfAborted(options?.signal);
    return this.bytes.subarray(0, HEAD_BYTES);
  }

  async sizeBytes(options?: ReadOptions): Promise<number> {
    throwIfAborted(options?.signal);
    return this.bytes.length;
  }

  async check(options?: ReadOptions): Promise<void> {
    throwIfAborted(options?.signal);
  }

  describe(): Readonly<Record<string, unknown>> {
    return { from: 'bytes', sizeBytes: this.bytes.length };
  }
}
