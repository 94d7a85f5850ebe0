import { basename, extname } from 'node:path';
import type { Readable } from 'node:stream';
import { MediaConduitError } from '../error/mediaconduit-error';
import { throwIfAborted } from './call-aborted';
import { loadMediaIo } from './load-media-io';
import { Media } from './media';
import { ownMetadata } from './media-metadata';
import type { CollectOptions, MediaOptions, UrlOptions } from './media-options';
import type { MediaSource, ReadOptions } from './media-source';
import { UNKNOWN_TYPE, type MediaType } from './media-type';

/** A class whose first constructor parameter is its bytes: what the static forms are called on. */
export type BinaryMediaClass<M extends BinaryMedia> = new (data: Buffer) => M;

/** Made of bytes that may be anywhere: in memory, in a file, behind a URL, in a stream. */
export abstract class BinaryMedia extends Media {
  #source: MediaSource;
  #type: MediaType | undefined;

  constructor(data: Uint8Array, metadata?: MediaOptions['metadata'], sourceAsset?: unknown) {
    super(metadata, sourceAsset);
    this.#source = new (loadMediaIo().BytesSource)(data);
  }

  /** The bytes are not copied: do not change them afterwards. */
  static fromBytes<M extends BinaryMedia>(this: BinaryMediaClass<M>, bytes: Uint8Array, options?: MediaOptions): M {
    return BinaryMedia.#from(this, new (loadMediaIo().BytesSource)(bytes), options);
  }

  /** Opens nothing yet: a missing file is `MC_FILE_NOT_FOUND` at the first use, or at {@link check}. */
  static fromFile<M extends BinaryMedia>(this: BinaryMediaClass<M>, path: string, options?: MediaOptions): M {
    return BinaryMedia.#from(this, new (loadMediaIo().FileSource)(path), options);
  }

  /**
   * From an http(s), `data:` or `file:` URL; requests nothing yet.
   * @throws `MC_INPUT_INVALID` for other URLs.
   */
  static fromUrl<M extends BinaryMedia>(this: BinaryMediaClass<M>, url: string | URL, options?: UrlOptions): M {
    return BinaryMedia.#from(this, loadMediaIo().sourceOfUrl(url, options?.headers), options);
  }

  /** The stream belongs to the value from now on and can be read once. */
  static fromStream<M extends BinaryMedia>(this: BinaryMediaClass<M>, stream: Readable, options?: MediaOptions): M {
    return BinaryMedia.#from(this, new (loadMediaIo().StreamSource)(stream), options);
  }

  /** From anything that can open its bytes; for hosts that keep them elsewhere. Opens nothing yet. */
  static fromSource<M extends BinaryMedia>(this: BinaryMediaClass<M>, source: MediaSource, options?: MediaOptions): M {
    return BinaryMedia.#from(this, source, options);
  }

  static #from<M extends BinaryMedia>(type: BinaryMediaClass<M>, source: MediaSource, options?: MediaOptions): M {
    const media = new type(Buffer.alloc(0));
    media.#source = source;
    media.metadata = ownMetadata(options?.metadata);
    media.sourceAsset = options?.sourceAsset;
    return media;
  }

  /** Of the file or URL that it is read from, without folders; `undefined` for bytes and streams. */
  get fileName(): string | undefined {
    return basename(this.#source.fileName ?? '') || undefined;
  }

  /** Absolute path of the file that it is read from; `undefined` for everything else. */
  get localPath(): string | undefined {
    return this.#source.localPath;
  }

  /** False for what lives in a file, behind a URL or in a stream. */
  get inMemory(): boolean {
    return this.#source.bytes !== undefined;
  }

  /** @throws `MC_MEDIA_NOT_IN_MEMORY` unless {@link inMemory}. */
  get data(): Buffer {
    const { bytes } = this.#source;
    if (bytes) return bytes;
    const facts = this.#source.describe();
    throw new MediaConduitError('MC_MEDIA_NOT_IN_MEMORY', `This ${this.constructor.name} is not in memory.`, {
      hint: 'use await bytes(), or stream() and saveToFile() for large ones',
      facts,
    });
  }

  /**
   * Collects the bytes without keeping them.
   * @throws `MC_INPUT_TOO_LARGE` above `maxBytes`, and what {@link stream} fails with.
   */
  async bytes(options: CollectOptions = {}): Promise<Buffer> {
    const { DEFAULT_MAX_BYTES, checkSize, collectBytes } = loadMediaIo();
    const { maxBytes = DEFAULT_MAX_BYTES, signal } = options;
    throwIfAborted(signal);
    const known = this.#source.bytes;
    if (known === undefined) return collectBytes(this.stream(options), maxBytes);
    checkSize(known.length, maxBytes);
    return known;
  }

  /**
   * With back-pressure; nothing is opened before the first read. Read it to its end or destroy it. It fails with
   * `MC_FILE_NOT_FOUND`, `MC_MEDIA_FETCH_FAILED` or `MC_CALL_ABORTED`.
   * @throws `MC_MEDIA_CONSUMED` at the second call for a value made from a stream.
   */
  stream(options?: ReadOptions): Readable {
    return this.#source.open(options);
  }

  /**
   * The file appears only when it is whole; memory use does not grow with its size.
   * @throws `MC_FILE_WRITE_FAILED`, and what {@link stream} fails with.
   */
  async saveToFile(path: string, options?: ReadOptions): Promise<void> {
    const { writeWholeFile } = loadMediaIo();
    if (this.#source.passChunks) return writeWholeFile(path, this.#source.passChunks(options));
    const stream = this.stream(options);
    try {
      await writeWholeFile(path, stream);
    } finally {
      stream.destroy();
    }
  }

  /** `undefined` when only reading can tell: a stream, a server that does not say. */
  async sizeBytes(options?: ReadOptions): Promise<number | undefined> {
    return this.#source.sizeBytes(options);
  }

  /** What the first bytes show: `application/octet-stream` when nobody recognises them, `application/x-empty` without bytes. The value can still be read afterwards. */
  async type(options?: ReadOptions): Promise<MediaType> {
    this.#type ??= loadMediaIo().sniffType(await this.#source.peek(options));
    return this.#type;
  }

  /** Looks whether a file is there and readable; other sources show their faults when read. */
  async check(options?: ReadOptions): Promise<void> {
    await this.#source.check(options);
  }

  /** False when it is known to be empty. */
  isValid(): boolean {
    return this.#source.bytes?.length !== 0;
  }

  /** Short name of the format: what the metadata say, else what bytes in memory show, else the file's extension. */
  getFormat(): string | undefined {
    if (this.metadata.format !== undefined) return this.metadata.format;
    const { bytes, fileName } = this.#source;
    if (bytes) this.#type ??= loadMediaIo().sniffType(bytes);
    if (this.#type && this.#type.mimeType !== UNKNOWN_TYPE.mimeType) return this.#type.extension || undefined;
    return (
      extname(fileName ?? '')
        .slice(1)
        .toLowerCase() || undefined
    );
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), source: this.#source.describe() };
  }
}
