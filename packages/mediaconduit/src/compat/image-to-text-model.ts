import type { ImageRole, Text } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface ImageToTextOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const ImageToTextOptions = interfaceValue('ImageToTextOptions');

/** A model of the original core that turns image into text. */
export abstract class ImageToTextModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('image', 'text', metadata));
  }

  abstract override transform(input: ImageRole | ImageRole[], options?: ImageToTextOptions): Promise<Text>;
}
