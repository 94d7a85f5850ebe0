import { defineOptions } from '@mediaconduit/sdk';
import {
  AUDIO_TO_AUDIO_PARAMETERS,
  COMPOSITION_PARAMETERS,
  IMAGE_TO_VIDEO_PARAMETERS,
  VIDEO_TO_AUDIO_PARAMETERS,
  VIDEO_TO_IMAGE_PARAMETERS,
  VIDEO_TO_VIDEO_PARAMETERS,
} from '@mediaconduit/ffmpeg-service/parameters';

// The service checks the same schemas: what is wrong is known before anything is uploaded.

/** Checks the options of `video-to-audio`. */
export const VIDEO_TO_AUDIO_OPTIONS = defineOptions(VIDEO_TO_AUDIO_PARAMETERS);

/** Checks the options of `audio-to-audio`. */
export const AUDIO_TO_AUDIO_OPTIONS = defineOptions(AUDIO_TO_AUDIO_PARAMETERS);

/** Checks the options of `video-to-video`. */
export const VIDEO_TO_VIDEO_OPTIONS = defineOptions(VIDEO_TO_VIDEO_PARAMETERS);

/** Checks the options of `video-to-image`. */
export const VIDEO_TO_IMAGE_OPTIONS = defineOptions(VIDEO_TO_IMAGE_PARAMETERS);

/** Checks the options of `image-to-video`. */
export const IMAGE_TO_VIDEO_OPTIONS = defineOptions(IMAGE_TO_VIDEO_PARAMETERS);

/** Checks a composition. */
export const COMPOSITION_OPTIONS = defineOptions(COMPOSITION_PARAMETERS);

/** What a caller may say beside the video whose sound is taken. */
export type FfmpegVideoToAudioModelOptions = ReturnType<typeof VIDEO_TO_AUDIO_OPTIONS.parse>;

/** What a caller may say beside the sounds. */
export type FfmpegAudioToAudioModelOptions = ReturnType<typeof AUDIO_TO_AUDIO_OPTIONS.parse>;

/** What a caller may say beside the videos. */
export type FfmpegVideoToVideoModelOptions = ReturnType<typeof VIDEO_TO_VIDEO_OPTIONS.parse>;

/** What a caller may say beside the video whose pictures are taken. */
export type FfmpegVideoToImageModelOptions = ReturnType<typeof VIDEO_TO_IMAGE_OPTIONS.parse>;

/** What a caller may say beside the pictures. */
export type FfmpegImageToVideoModelOptions = ReturnType<typeof IMAGE_TO_VIDEO_OPTIONS.parse>;

/** A film put together from numbered files. */
export type CompositionPlan = ReturnType<typeof COMPOSITION_OPTIONS.parse>;
