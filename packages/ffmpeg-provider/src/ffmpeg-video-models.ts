import type { CallOptions } from '@mediaconduit/sdk';
import type { CompositionPreview } from './ffmpeg-client';
import { FfmpegModel } from './ffmpeg-model';
import {
  IMAGE_TO_VIDEO_OPTIONS,
  VIDEO_TO_VIDEO_OPTIONS,
  type CompositionPlan,
  type FfmpegImageToVideoModelOptions,
  type FfmpegVideoToVideoModelOptions,
} from './ffmpeg-options';

/** Videos into one video: a list is joined; `{ video, audio }` and `{ video, overlay }` bring something along. */
export class FfmpegVideoToVideoModel extends FfmpegModel<'video-to-video', FfmpegVideoToVideoModelOptions> {
  override readonly optionsSchema = VIDEO_TO_VIDEO_OPTIONS;
  protected override readonly capability = 'video-to-video';
  protected override readonly makes = 'video';
  protected override readonly fields = {
    video: ['video', 'image'],
    audio: ['audio'],
    overlay: ['image', 'video'],
    /** The numbered files of a composition, of any kind. */
    files: ['video', 'audio', 'image'],
  } as const;

  /** What the service would make of a composition, or what is wrong with it. Sends no files. */
  previewComposition(composition: CompositionPlan, call?: CallOptions): Promise<CompositionPreview> {
    return this.client.preview(composition, call);
  }
}

/** Pictures into a video; `{ image, audio }` brings a sound along. */
export class FfmpegImageToVideoModel extends FfmpegModel<'image-to-video', FfmpegImageToVideoModelOptions> {
  override readonly optionsSchema = IMAGE_TO_VIDEO_OPTIONS;
  protected override readonly capability = 'image-to-video';
  protected override readonly makes = 'video';
  protected override readonly fields = { image: ['image'], audio: ['audio'] } as const;
}
