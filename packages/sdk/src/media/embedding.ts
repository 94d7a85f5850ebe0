import { Media } from './media';
import type { MediaMetadata } from './media-metadata';

/** A point in the space of meanings of one model. Points of different models cannot be compared. */
export class Embedding extends Media {
  static readonly kind = 'embedding';
  override readonly kind = Embedding.kind;

  constructor(
    readonly vector: Float32Array | readonly number[],
    metadata?: Readonly<MediaMetadata>,
    sourceAsset?: unknown,
  ) {
    super(metadata, sourceAsset);
  }

  /** Length of the vector. */
  get dimensions(): number {
    return this.vector.length;
  }

  isValid(): boolean {
    return this.vector.length > 0;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), vector: [...this.vector] };
  }
}
