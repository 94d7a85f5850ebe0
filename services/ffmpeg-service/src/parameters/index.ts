export { AUDIO_TO_AUDIO_PARAMETERS, VIDEO_TO_AUDIO_PARAMETERS } from './audio-parameters';
export { COMPOSITION_PARAMETERS } from './composition-parameters';
export type { AudioFacts, MediaFacts, StreamFacts, VideoFacts } from './media-facts';
export { IMAGE_TO_VIDEO_PARAMETERS, VIDEO_TO_IMAGE_PARAMETERS, VIDEO_TO_VIDEO_PARAMETERS } from './video-parameters';
