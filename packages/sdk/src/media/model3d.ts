import { BinaryMedia } from './binary-media';
import type { MediaMetadata } from './media-metadata';

/** A 3D object or scene. */
export class Model3D extends BinaryMedia {
  static readonly kind = '3d';
  override readonly kind = Model3D.kind;

  constructor(data: Uint8Array, format?: string, metadata?: Readonly<MediaMetadata>, sourceAsset?: unknown) {
    super(data, metadata, sourceAsset);
    if (format !== undefined) this.metadata.format = format;
  }
}
