export type { AudioFacts, MediaFacts, VideoFacts } from '@mediaconduit/ffmpeg-service/parameters';
export {
  composition,
  CompositionBuilder,
  type AudioTrackOptions,
  type ClipOptions,
  type CompositionModel,
  type OverlayOptions,
  type RenderOptions,
  type TextOptions,
} from './composition';
export { FfmpegAudioToAudioModel, FfmpegVideoToAudioModel } from './ffmpeg-audio-models';
export type { CompositionPreview } from './ffmpeg-client';
export { FfmpegVideoToImageModel } from './ffmpeg-image-model';
export type {
  CompositionPlan,
  FfmpegAudioToAudioModelOptions,
  FfmpegImageToVideoModelOptions,
  FfmpegVideoToAudioModelOptions,
  FfmpegVideoToImageModelOptions,
  FfmpegVideoToVideoModelOptions,
} from './ffmpeg-options';
export { FfmpegProvider, FfmpegProvider as default, FfmpegProvider as FFMPEGDockerProvider } from './ffmpeg-provider';
export { FfmpegImageToVideoModel, FfmpegVideoToVideoModel } from './ffmpeg-video-models';
