import { BinaryMedia } from './binary-media';
import type { TimedMetadata } from './media-metadata';

/** Sound. */
export class Audio extends BinaryMedia {
  static readonly kind = 'audio';
  override readonly kind = Audio.kind;
  declare metadata: TimedMetadata;

  constructor(data: Uint8Array, sourceAsset?: unknown, metadata?: Readonly<TimedMetadata>) {
    super(data, metadata, sourceAsset);
  }

  /** Playing time in seconds, when the metadata say it. */
  getDuration(): number | undefined {
    return this.metadata.duration;
  }
}
