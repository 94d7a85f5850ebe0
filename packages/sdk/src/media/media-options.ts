import type { MediaMetadata } from './media-metadata';
import type { ReadOptions } from './media-source';

/** What the static forms `fromBytes`, `fromFile`, `fromUrl` and `fromStream` take. */
export interface MediaOptions {
  readonly metadata?: Readonly<MediaMetadata>;
  readonly sourceAsset?: unknown;
}

/** What `fromUrl` takes. */
export interface UrlOptions extends MediaOptions {
  /** For http(s): a key, for example. Not sent to another origin that the server redirects to. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How to collect a whole value in memory. */
export interface CollectOptions extends ReadOptions {
  /** `MC_INPUT_TOO_LARGE` above it. Default 268435456 (256 MiB). */
  readonly maxBytes?: number;
}
