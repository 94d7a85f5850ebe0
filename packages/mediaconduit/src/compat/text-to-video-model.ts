import type { TextRole, Video } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import { Model } from './model';
import { metadataFor, type ModelConfig } from './model-metadata';

/** Options of a model of this kind; each model has its own besides. */
export interface TextToVideoOptions {
  [option: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const TextToVideoOptions = interfaceValue('TextToVideoOptions');

/** A model of the original core that turns text into video. */
export abstract class TextToVideoModel extends Model {
  constructor(metadata?: ModelConfig) {
    super(metadataFor('text', 'video', metadata));
  }

  abstract override transform(input: TextRole | TextRole[], options?: TextToVideoOptions): Promise<Video>;

  abstract getSupportedFormats(): string[];

  abstract getSupportedAspectRatios(): string[];

  /** In seconds. */
  abstract getSupportedDurationRange(): { min: number; max: number };

  /** In pixels. */
  abstract getMaxResolution(): { width: number; height: number };

  /** In ms. */
  abstract estimateProcessingTime(input: TextRole, options?: TextToVideoOptions): Promise<number> | number;

  abstract supportsFeature(feature: string): boolean;
}
