import { Media } from './media';
import type { MediaMetadata } from './media-metadata';

/** Structured data as a model's result: labels, boxes, a table. */
export class Json<T = unknown> extends Media {
  static readonly kind = 'json';
  override readonly kind = Json.kind;

  constructor(
    readonly value: T,
    metadata?: Readonly<MediaMetadata>,
    sourceAsset?: unknown,
  ) {
    super(metadata, sourceAsset);
  }

  isValid(): boolean {
    return this.value !== undefined;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), value: this.value };
  }
}
