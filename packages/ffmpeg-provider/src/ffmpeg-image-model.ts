import { MediaConduitError, type CallOptions, type Image, type InputOf, type RunContext } from '@mediaconduit/sdk';
import { FfmpegModel } from './ffmpeg-model';
import { VIDEO_TO_IMAGE_OPTIONS, type FfmpegVideoToImageModelOptions } from './ffmpeg-options';
import type { InputFile } from './media-input';

/** Pictures out of a video. */
export class FfmpegVideoToImageModel extends FfmpegModel<'video-to-image', FfmpegVideoToImageModelOptions> {
  override readonly optionsSchema = VIDEO_TO_IMAGE_OPTIONS;
  protected override readonly capability = 'video-to-image';
  protected override readonly makes = 'image';
  protected override readonly fields = { video: ['video'] } as const;

  protected override async run(
    files: InputFile[],
    context: RunContext<FfmpegVideoToImageModelOptions>,
  ): Promise<Image> {
    if (context.options.kind === 'thumbnails') {
      throw new MediaConduitError('MC_OPTIONS_INVALID', 'Thumbnails are several pictures, and transform() gives one.', {
        hint: 'use transformAll(), or kind "sprite" for one sheet with all of them',
        facts: { kind: 'thumbnails' },
      });
    }
    return super.run(files, context);
  }

  /** Every picture that the service makes, in the order of the video: for `kind: 'thumbnails'`. */
  async transformAll(
    input: InputOf<'video-to-image'>,
    options?: FfmpegVideoToImageModelOptions & CallOptions,
  ): Promise<Image[]> {
    const files = await this.parseInput(input, { signal: options?.signal });
    return this.make(files, this.contextOf(options), Infinity);
  }
}
