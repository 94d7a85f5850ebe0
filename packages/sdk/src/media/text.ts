import type { Readable } from 'node:stream';
import { loadMediaIo } from './load-media-io';
import { Media } from './media';
import type { MediaMetadata } from './media-metadata';
import type { CollectOptions, MediaOptions, UrlOptions } from './media-options';
import type { MediaSource } from './media-source';

/** How a text is read from elsewhere. */
export interface TextReadOptions extends CollectOptions, MediaOptions {
  readonly language?: string;
}

/** Text. Always in memory. */
export class Text extends Media {
  static readonly kind = 'text';
  override readonly kind = Text.kind;
  content: string;
  /** BCP 47, such as `en` or `pt-BR`. */
  language?: string;
  /** Of a recognised text, from 0 to 1. */
  confidence?: number;

  // eslint-disable-next-line max-params -- the order of the original core
  constructor(
    content: string,
    language?: string,
    confidence?: number,
    metadata?: Readonly<MediaMetadata>,
    sourceAsset?: unknown,
  ) {
    super(metadata, sourceAsset);
    this.content = content;
    this.language = language;
    this.confidence = confidence;
  }

  /** The same as the constructor. */
  // eslint-disable-next-line max-params -- the order of the original core
  static fromString(
    content: string,
    language?: string,
    confidence?: number,
    metadata: Readonly<MediaMetadata> = {},
    sourceAsset?: unknown,
  ): Text {
    return new Text(content, language, confidence, metadata, sourceAsset);
  }

  /** @throws `MC_INPUT_INVALID` when the bytes are no UTF-8 text, `MC_INPUT_TOO_LARGE`. */
  static async fromBytes(bytes: Uint8Array, options?: TextReadOptions): Promise<Text> {
    return Text.#read(new (loadMediaIo().BytesSource)(bytes), options);
  }

  /** @throws `MC_FILE_NOT_FOUND`, and what {@link fromBytes} throws. */
  static async fromFile(path: string, options?: TextReadOptions): Promise<Text> {
    return Text.#read(new (loadMediaIo().FileSource)(path), options);
  }

  /** @throws `MC_MEDIA_FETCH_FAILED`, and what {@link fromBytes} throws. */
  static async fromUrl(url: string | URL, options?: TextReadOptions & UrlOptions): Promise<Text> {
    return Text.#read(loadMediaIo().sourceOfUrl(url, options?.headers), options);
  }

  /** @throws `MC_MEDIA_CONSUMED` when the stream was read already, and what {@link fromBytes} throws. */
  static async fromStream(stream: Readable, options?: TextReadOptions): Promise<Text> {
    return Text.#read(new (loadMediaIo().StreamSource)(stream), options);
  }

  static async #read(source: MediaSource, options: TextReadOptions = {}): Promise<Text> {
    const { DEFAULT_MAX_BYTES, collectBytes, decodeText } = loadMediaIo();
    const bytes = await collectBytes(source.open(options), options.maxBytes ?? DEFAULT_MAX_BYTES);
    return new Text(decodeText(bytes), options.language, undefined, options.metadata, options.sourceAsset);
  }

  /** False when it is blank. */
  isValid(): boolean {
    return /\S/.test(this.content);
  }

  /** The metadata together with language and confidence. */
  getTextMetadata(): MediaMetadata {
    return { ...this.metadata, language: this.language, confidence: this.confidence };
  }

  override toString(): string {
    return this.content;
  }

  override toJSON(): Record<string, unknown> {
    const { content, language, confidence } = this;
    return { ...super.toJSON(), content, language, confidence };
  }
}
