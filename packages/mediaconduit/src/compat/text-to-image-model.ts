import type { Image, TextRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface TextToImageOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const TextToImageOptions = interfaceValue('TextToImageOptions');

/** A model of the original core that turns text into image. */
export abstract class TextToImageModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('text', 'image', metadata));
  }

  abstract override transform(input: TextRole | TextRole[], options?: TextToImageOptions): Promise<Image>;
}
