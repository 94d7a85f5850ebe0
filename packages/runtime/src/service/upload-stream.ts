import { toMediaConduitError } from '@mediaconduit/sdk';
import { Readable } from 'node:stream';

const UNREADABLE = { hint: 'the stream that was to be sent failed: see the cause' };

/**
 * The bytes of a request, made as they are sent. `Readable.from` would do, but it waits for the next chunk of its source
 * before it closes, and a source that a caller has stalled never gives one. Fails with `MC_INPUT_INVALID` when the source
 * fails with anything but a typed error.
 */
export class UploadStream extends Readable {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #release: () => void;

  /** @param release ends what `chunks` reads from; called once, also when nothing was read. */
  constructor(chunks: AsyncIterable<Uint8Array>, release: () => void) {
    super();
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#release = release;
  }

  override _read(): void {
    this.#chunks.next().then(
      ({ done, value }) => void (this.destroyed || this.push(done === true ? null : value)),
      (error: unknown) => void this.destroy(toMediaConduitError(error, 'MC_INPUT_INVALID', UNREADABLE)),
    );
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#release();
    done(error);
  }
}
