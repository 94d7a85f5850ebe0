import type { Image, ImageRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface ImageToImageOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const ImageToImageOptions = interfaceValue('ImageToImageOptions');

/** A model of the original core that turns image into image. */
export abstract class ImageToImageModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('image', 'image', metadata));
  }

  abstract override transform(input: ImageRole | ImageRole[], options?: ImageToImageOptions): Promise<Image>;
}
