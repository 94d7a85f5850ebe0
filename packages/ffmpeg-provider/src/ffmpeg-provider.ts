import { dirname } from 'node:path';
import { BaseProvider, type BinaryMedia, type CallOptions, type Model, type ModelInfo } from '@mediaconduit/sdk';
import type { MediaFacts } from '@mediaconduit/ffmpeg-service/parameters';
import { FfmpegAudioToAudioModel, FfmpegVideoToAudioModel } from './ffmpeg-audio-models';
import { FfmpegClient } from './ffmpeg-client';
import { FfmpegVideoToImageModel } from './ffmpeg-image-model';
import type { FfmpegModelParts } from './ffmpeg-model';
import { FfmpegImageToVideoModel, FfmpegVideoToVideoModel } from './ffmpeg-video-models';
import { metadataOfFacts } from './metadata-of-facts';

type ModelClass = new (parts: FfmpegModelParts) => Model;

const MODELS: Readonly<Record<string, ModelClass>> = {
  'video-to-audio': FfmpegVideoToAudioModel,
  'audio-to-audio': FfmpegAudioToAudioModel,
  'video-to-video': FfmpegVideoToVideoModel,
  'video-to-image': FfmpegVideoToImageModel,
  'image-to-video': FfmpegImageToVideoModel,
};

/** Offers the models of `MediaConduit.provider.yml`; its service starts with the first call. */
export class FfmpegProvider extends BaseProvider {
  static override readonly packageFolder = dirname(__dirname);

  protected override createModel(info: ModelInfo): Model {
    const [capability = ''] = info.capabilities;
    const ModelOfCapability = MODELS[capability] ?? FfmpegVideoToVideoModel;
    return new ModelOfCapability({ info, provider: this.id, client: this.#client() });
  }

  /**
   * What a media value is, by its own bytes: format, length, size, codecs. Its `metadata` says it too afterwards.
   * @throws `MC_INPUT_INVALID` when it is broken or no media.
   */
  async metadataOf(media: BinaryMedia, call?: CallOptions): Promise<MediaFacts> {
    const facts = await this.#client().probe(media, call);
    media.metadata = { ...media.metadata, ...metadataOfFacts(facts) };
    return facts;
  }

  #client(): FfmpegClient {
    return new FfmpegClient(this.requireService());
  }
}
