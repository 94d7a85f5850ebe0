import { interfaceValue } from './interface-value';
import type { ServiceManagement } from './service-management';
import type { AudioToAudioModel } from './audio-to-audio-model';
import type { AudioToTextModel } from './audio-to-text-model';
import type { ImageToImageModel } from './image-to-image-model';
import type { ImageToTextModel } from './image-to-text-model';
import type { ImageToVideoModel } from './image-to-video-model';
import type { TextToAudioModel } from './text-to-audio-model';
import type { TextToImageModel } from './text-to-image-model';
import type { TextToTextModel } from './text-to-text-model';
import type { TextToVideoModel } from './text-to-video-model';
import type { VideoToAudioModel } from './video-to-audio-model';
import type { VideoToImageModel } from './video-to-image-model';
import type { VideoToVideoModel } from './video-to-video-model';

/** The three methods by which a provider of the original core offers one kind of model. */
type Offers<Kind extends string, M> = ServiceManagement & {
  [K in `create${Kind}Model`]: (modelId: string) => Promise<M>;
} & { [K in `getSupported${Kind}Models`]: () => string[] } & {
  [K in `supports${Kind}Model`]: (modelId: string) => boolean;
};

/** Offers text-to-text models. */
export type TextToTextProvider = Offers<'TextToText', TextToTextModel>;

/** Stands for the type where it is re-exported without `type`. */
export const TextToTextProvider = interfaceValue('TextToTextProvider');

/** Offers text-to-image models. */
export type TextToImageProvider = Offers<'TextToImage', TextToImageModel>;

/** Stands for the type where it is re-exported without `type`. */
export const TextToImageProvider = interfaceValue('TextToImageProvider');

/** Offers text-to-video models. */
export type TextToVideoProvider = Offers<'TextToVideo', TextToVideoModel>;

/** Stands for the type where it is re-exported without `type`. */
export const TextToVideoProvider = interfaceValue('TextToVideoProvider');

/** Offers text-to-audio models. */
export type TextToAudioProvider = Offers<'TextToAudio', TextToAudioModel>;

/** Stands for the type where it is re-exported without `type`. */
export const TextToAudioProvider = interfaceValue('TextToAudioProvider');

/** Offers audio-to-text models. */
export type AudioToTextProvider = Offers<'AudioToText', AudioToTextModel>;

/** Stands for the type where it is re-exported without `type`. */
export const AudioToTextProvider = interfaceValue('AudioToTextProvider');

/** Offers audio-to-audio models. */
export type AudioToAudioProvider = Offers<'AudioToAudio', AudioToAudioModel>;

/** Stands for the type where it is re-exported without `type`. */
export const AudioToAudioProvider = interfaceValue('AudioToAudioProvider');

/** Offers image-to-image models. */
export type ImageToImageProvider = Offers<'ImageToImage', ImageToImageModel>;

/** Stands for the type where it is re-exported without `type`. */
export const ImageToImageProvider = interfaceValue('ImageToImageProvider');

/** Offers image-to-text models. */
export type ImageToTextProvider = Offers<'ImageToText', ImageToTextModel>;

/** Stands for the type where it is re-exported without `type`. */
export const ImageToTextProvider = interfaceValue('ImageToTextProvider');

/** Offers image-to-video models. */
export type ImageToVideoProvider = Offers<'ImageToVideo', ImageToVideoModel>;

/** Stands for the type where it is re-exported without `type`. */
export const ImageToVideoProvider = interfaceValue('ImageToVideoProvider');

/** Offers video-to-audio models. */
export type VideoToAudioProvider = Offers<'VideoToAudio', VideoToAudioModel>;

/** Stands for the type where it is re-exported without `type`. */
export const VideoToAudioProvider = interfaceValue('VideoToAudioProvider');

/** Offers video-to-image models. */
export type VideoToImageProvider = Offers<'VideoToImage', VideoToImageModel>;

/** Stands for the type where it is re-exported without `type`. */
export const VideoToImageProvider = interfaceValue('VideoToImageProvider');

/** Offers video-to-video models. */
export type VideoToVideoProvider = Offers<'VideoToVideo', VideoToVideoModel>;

/** Stands for the type where it is re-exported without `type`. */
export const VideoToVideoProvider = interfaceValue('VideoToVideoProvider');
