import { Readable } from 'node:stream';
import { endedCallError } from '../../../resilience/ended-call-error';
import type { ByteChannel } from './byte-channel';

/** So much may be under way to one reader, in bytes. */
const WINDOW_BYTES = 1_048_576;
/** More is granted when so much was read. */
const STEP_BYTES = WINDOW_BYTES / 4;

/** How a stream of the other process is read. */
export interface ByteInletOptions {
  /** Has the stream sent; called at the first read. */
  readonly onOpen?: (stream: number) => void;
  /** Called once, when it is over. */
  readonly onClose?: () => void;
  /** What has to be kept while it can be read. */
  readonly hold?: object;
  /** Ends the reading. */
  readonly signal?: AbortSignal;
}

/** A stream of the other process, with back-pressure. Nothing flows before the first read. */
export class ByteInlet extends Readable {
  #isOpen = false;
  #received = 0;
  #granted = 0;
  readonly #onAbort = (): void => this.#abort();

  constructor(
    private readonly channel: ByteChannel,
    readonly number: number,
    private readonly options: ByteInletOptions = {},
  ) {
    super({ highWaterMark: WINDOW_BYTES / 2 });
    if (options.signal?.aborted) this.#onAbort();
    else options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** What is being read still counts as unread during the call. */
  override _read(): void {
    if (!this.#isOpen) this.#open();
    queueMicrotask(() => this.#grant());
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.options.signal?.removeEventListener('abort', this.#onAbort);
    this.channel.abandon(this.number);
    this.options.onClose?.();
    callback(error);
  }

  /** Before anybody reads nobody listens either: that would end the program. Who reads it then gets the error. */
  #abort(): void {
    if (this.listenerCount('error') === 0) this.once('error', () => undefined);
    this.destroy(endedCallError('a media value', this.options.signal?.reason));
  }

  #grant(): void {
    const consumed = this.#received - this.readableLength;
    const missing = consumed + WINDOW_BYTES - this.#granted;
    if (this.destroyed || missing < STEP_BYTES) return;
    this.#granted += missing;
    this.channel.grant(this.number, missing);
  }

  #open(): void {
    this.#isOpen = true;
    this.options.onOpen?.(this.number);
    this.channel.receive(this.number, {
      write: (piece) => {
        this.#received += piece.length;
        this.push(piece);
      },
      end: () => void this.push(null),
      fail: (error) => void this.destroy(error),
    });
  }
}
