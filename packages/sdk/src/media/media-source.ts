import type { Readable } from 'node:stream';

/** Cancels what is under way, which fails with `MC_CALL_ABORTED`. */
export interface ReadOptions {
  readonly signal?: AbortSignal;
}

/** Where the bytes of a media value are. */
export interface MediaSource {
  /** The bytes, when they are in memory. */
  readonly bytes?: Buffer;
  /** Name of a file, when there is one; its extension is a guess at the format. */
  readonly fileName?: string;
  /** Absolute, when the bytes are a file of this machine. */
  readonly localPath?: string;
  /** All bytes. Nothing is opened before the first read; destroying the stream releases everything. */
  open(options?: ReadOptions): Readable;
  /** All bytes, for copying: a chunk is valid until the next one is asked for. */
  passChunks?(options?: ReadOptions): AsyncIterable<Buffer>;
  /** The first bytes, 4100 at least when there are so many; all bytes can still be read afterwards. */
  peek(options?: ReadOptions): Promise<Buffer>;
  /** `undefined` when it is known only after reading. */
  sizeBytes(options?: ReadOptions): Promise<number | undefined>;
  /** Looks whether the bytes are there, where that is cheap. */
  check(options?: ReadOptions): Promise<void>;
  /** For people: no bytes, no passwords, no query of a URL. */
  describe(): Readonly<Record<string, unknown>>;
}

/** So many bytes decide every type that can be recognised. */
export const HEAD_BYTES = 4100;
