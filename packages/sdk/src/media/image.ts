import { BinaryMedia } from './binary-media';
import { dimensionsOf, type Dimensions, type VisualMetadata } from './media-metadata';
import { readDimensions } from './read-dimensions';

/** A picture. */
export class Image extends BinaryMedia {
  static readonly kind = 'image';
  override readonly kind = Image.kind;
  declare metadata: VisualMetadata;

  constructor(data: Uint8Array, format?: string, metadata?: Readonly<VisualMetadata>, sourceAsset?: unknown) {
    super(data, metadata, sourceAsset);
    if (format !== undefined) this.metadata.format = format;
  }

  /** What the metadata say, else what the bytes say when they are in memory and of a common format. */
  getDimensions(): Dimensions | undefined {
    return dimensionsOf(this.metadata) ?? (this.inMemory ? readDimensions(this.data) : undefined);
  }
}
