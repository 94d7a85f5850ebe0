import type { Audio, RunContext } from '@mediaconduit/sdk';
import { FfmpegModel } from './ffmpeg-model';
import {
  AUDIO_TO_AUDIO_OPTIONS,
  VIDEO_TO_AUDIO_OPTIONS,
  type FfmpegAudioToAudioModelOptions,
  type FfmpegVideoToAudioModelOptions,
} from './ffmpeg-options';
import type { InputFile } from './media-input';

/** The sound of a video. */
export class FfmpegVideoToAudioModel extends FfmpegModel<'video-to-audio', FfmpegVideoToAudioModelOptions> {
  override readonly optionsSchema = VIDEO_TO_AUDIO_OPTIONS;
  protected override readonly capability = 'video-to-audio';
  protected override readonly fields = { video: ['video'] } as const;

  protected override run(files: InputFile[], context: RunContext<FfmpegVideoToAudioModelOptions>): Promise<Audio> {
    return this.makeOne('audio', files, context);
  }
}

/** Sounds into one sound: a list is joined or mixed. */
export class FfmpegAudioToAudioModel extends FfmpegModel<'audio-to-audio', FfmpegAudioToAudioModelOptions> {
  override readonly optionsSchema = AUDIO_TO_AUDIO_OPTIONS;
  protected override readonly capability = 'audio-to-audio';
  protected override readonly fields = { audio: ['audio'] } as const;

  protected override run(files: InputFile[], context: RunContext<FfmpegAudioToAudioModelOptions>): Promise<Audio> {
    return this.makeOne('audio', files, context);
  }
}
