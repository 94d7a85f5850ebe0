import { BinaryMedia } from './binary-media';
import { dimensionsOf, type Dimensions, type VideoMetadata } from './media-metadata';

/** A film, with or without sound. */
export class Video extends BinaryMedia {
  static readonly kind = 'video';
  override readonly kind = Video.kind;
  declare metadata: VideoMetadata;

  constructor(data: Uint8Array, format?: string, metadata?: Readonly<VideoMetadata>, sourceAsset?: unknown) {
    super(data, metadata, sourceAsset);
    if (format !== undefined) this.metadata.format = format;
  }

  /** Playing time in seconds, when the metadata say it. */
  getDuration(): number | undefined {
    return this.metadata.duration;
  }

  /** The size of the picture, when the metadata say it. */
  getDimensions(): Dimensions | undefined {
    return dimensionsOf(this.metadata);
  }
}
