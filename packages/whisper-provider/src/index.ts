export type { SpokenSegment } from './to-text';
export { WhisperAudioToTextModel } from './whisper-audio-to-text-model';
export type { WhisperAudioToTextModelOptions } from './whisper-options';
export {
  WhisperProvider,
  WhisperProvider as default,
  WhisperProvider as WhisperDockerProvider,
} from './whisper-provider';
