import type { ImageRole, Video } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface ImageToVideoOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const ImageToVideoOptions = interfaceValue('ImageToVideoOptions');

/** A model of the original core that turns image into video. */
export abstract class ImageToVideoModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('image', 'video', metadata));
  }

  abstract override transform(input: ImageRole | ImageRole[], options?: ImageToVideoOptions): Promise<Video>;
}
