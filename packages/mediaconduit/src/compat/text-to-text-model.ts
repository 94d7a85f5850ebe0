import type { Text, TextRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface TextToTextOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const TextToTextOptions = interfaceValue('TextToTextOptions');

/** A model of the original core that turns text into text. */
export abstract class TextToTextModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('text', 'text', metadata));
  }

  abstract override transform(input: TextRole | TextRole[], options?: TextToTextOptions): Promise<Text>;
}
