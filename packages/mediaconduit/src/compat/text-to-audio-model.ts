import type { Audio, TextRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface TextToAudioOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const TextToAudioOptions = interfaceValue('TextToAudioOptions');

/** A model of the original core that turns text into audio. */
export abstract class TextToAudioModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('text', 'audio', metadata));
  }

  abstract override transform(input: TextRole | TextRole[], options?: TextToAudioOptions): Promise<Audio>;

  abstract getSupportedFormats(): string[];

  abstract getAvailableVoices(): string[] | Promise<string[]>;

  abstract supportsVoiceCloning(): boolean;

  /** In characters. */
  abstract getMaxTextLength(): number;
}
