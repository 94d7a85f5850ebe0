import type { Video, VideoRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface VideoToVideoOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const VideoToVideoOptions = interfaceValue('VideoToVideoOptions');

/** A model of the original core that turns video into video. */
export abstract class VideoToVideoModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('video', 'video', metadata));
  }

  abstract override transform(input: VideoRole | VideoRole[], options?: VideoToVideoOptions): Promise<Video>;
}
