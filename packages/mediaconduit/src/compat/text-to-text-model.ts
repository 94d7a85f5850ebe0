import { Text, type ChatMessage, type TextRole } from '@mediaconduit/sdk';
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

  /** The same for a plain prompt. */
  async generate(prompt: string, options?: TextToTextOptions): Promise<Text> {
    return this.transform(new Text(prompt), options);
  }

  /** Answers the last message; a model that takes whole conversations declares it again. @throws `MC_INPUT_INVALID` without one. */
  async chat(messages: readonly ChatMessage[], options?: TextToTextOptions): Promise<Text> {
    const last = messages.at(-1);
    this.validateInput(last && new Text(last.content));
    return this.generate(last?.content ?? '', options);
  }
}
