import type { Audio, AudioRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface AudioToAudioOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const AudioToAudioOptions = interfaceValue('AudioToAudioOptions');

/** A model of the original core that turns audio into audio. */
export abstract class AudioToAudioModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('audio', 'audio', metadata));
  }

  abstract override transform(input: AudioRole | AudioRole[], options?: AudioToAudioOptions): Promise<Audio>;
}
