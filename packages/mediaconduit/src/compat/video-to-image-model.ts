import type { Image, VideoRole } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface VideoToImageOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const VideoToImageOptions = interfaceValue('VideoToImageOptions');

/** A model of the original core that turns video into image. */
export abstract class VideoToImageModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('video', 'image', metadata));
  }

  abstract override transform(input: VideoRole | VideoRole[], options?: VideoToImageOptions): Promise<Image>;
}
