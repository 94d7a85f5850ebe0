import type { AudioRole, Text } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface AudioToTextOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const AudioToTextOptions = interfaceValue('AudioToTextOptions');

/** A model of the original core that turns audio into text. */
export abstract class AudioToTextModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('audio', 'text', metadata));
  }

  abstract override transform(input: AudioRole | AudioRole[], options?: AudioToTextOptions): Promise<Text>;

  abstract getSupportedFormats(): string[];

  abstract getSupportedLanguages(): string[];

  /** In seconds. */
  abstract getMaxAudioDuration(): number;

  /** In bytes. */
  abstract getMaxAudioSize(): number;

  /** True for a sound that can be transcribed. @throws `MC_INPUT_INVALID` instead of answering false. */
  protected validateAudio(audio: unknown): boolean {
    return this.validateInput(audio);
  }
}
