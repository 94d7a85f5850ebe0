import type { Audio, VideoRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface VideoToAudioOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const VideoToAudioOptions = interfaceValue('VideoToAudioOptions');

/** A model of the original core that turns video into audio. */
export abstract class VideoToAudioModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('video', 'audio', metadata));
  }

  abstract override transform(input: VideoRole | VideoRole[], options?: VideoToAudioOptions): Promise<Audio>;
}
