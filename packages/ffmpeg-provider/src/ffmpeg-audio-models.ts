import { FfmpegModel } from './ffmpeg-model';
import {
  AUDIO_TO_AUDIO_OPTIONS,
  VIDEO_TO_AUDIO_OPTIONS,
  type FfmpegAudioToAudioModelOptions,
  type FfmpegVideoToAudioModelOptions,
} from './ffmpeg-options';

/** The sound of a video. */
export class FfmpegVideoToAudioModel extends FfmpegModel<'video-to-audio', FfmpegVideoToAudioModelOptions> {
  override readonly optionsSchema = VIDEO_TO_AUDIO_OPTIONS;
  protected override readonly capability = 'video-to-audio';
  protected override readonly makes = 'audio';
  protected override readonly fields = { video: ['video'] } as const;
}

/** Sounds into one sound: a list is joined or mixed. */
export class FfmpegAudioToAudioModel extends FfmpegModel<'audio-to-audio', FfmpegAudioToAudioModelOptions> {
  override readonly optionsSchema = AUDIO_TO_AUDIO_OPTIONS;
  protected override readonly capability = 'audio-to-audio';
  protected override readonly makes = 'audio';
  protected override readonly fields = { audio: ['audio'] } as const;
}
