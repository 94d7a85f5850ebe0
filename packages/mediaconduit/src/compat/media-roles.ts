import type * as sdk from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';

/** What can be asked for a text. */
export type TextRole = sdk.TextRole;

/** Stands for the type where it is re-exported without `type`. */
export const TextRole = interfaceValue('TextRole');

/** What can be asked for a sound. */
export type AudioRole = sdk.AudioRole;

/** Stands for the type where it is re-exported without `type`. */
export const AudioRole = interfaceValue('AudioRole');

/** What can be asked for a picture. */
export type ImageRole = sdk.ImageRole;

/** Stands for the type where it is re-exported without `type`. */
export const ImageRole = interfaceValue('ImageRole');

/** What can be asked for a film. */
export type VideoRole = sdk.VideoRole;

/** Stands for the type where it is re-exported without `type`. */
export const VideoRole = interfaceValue('VideoRole');

/** What can be asked for any of them. */
export type AnyRole = sdk.MediaRole;

/** Stands for the type where it is re-exported without `type`. */
export const AnyRole = interfaceValue('AnyRole');

/** A value of any kind. */
export type AnyMedia = sdk.Media;

/** Stands for the type where it is re-exported without `type`. */
export const AnyMedia = interfaceValue('AnyMedia');

/** Sound formats by short name. */
export type AudioFormat = sdk.AudioFormat;

/** Stands for the type where it is re-exported without `type`. */
export const AudioFormat = interfaceValue('AudioFormat');

/** Picture formats by short name. */
export type ImageFormat = sdk.ImageFormat;

/** Stands for the type where it is re-exported without `type`. */
export const ImageFormat = interfaceValue('ImageFormat');

/** Film formats by short name. */
export type VideoFormat = sdk.VideoFormat;

/** Stands for the type where it is re-exported without `type`. */
export const VideoFormat = interfaceValue('VideoFormat');
