import type { MediaMetadata } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';

/** Facts about a sound. */
export type AudioMetadata = MediaMetadata;

/** Stands for the type where it is re-exported without `type`. */
export const AudioMetadata = interfaceValue('AudioMetadata');

/** Facts about a picture. */
export type ImageMetadata = MediaMetadata;

/** Stands for the type where it is re-exported without `type`. */
export const ImageMetadata = interfaceValue('ImageMetadata');

/** Facts about a text. */
export type TextMetadata = MediaMetadata;

/** Stands for the type where it is re-exported without `type`. */
export const TextMetadata = interfaceValue('TextMetadata');

/** Facts about a film. */
export type VideoMetadata = MediaMetadata;

/** Stands for the type where it is re-exported without `type`. */
export const VideoMetadata = interfaceValue('VideoMetadata');
