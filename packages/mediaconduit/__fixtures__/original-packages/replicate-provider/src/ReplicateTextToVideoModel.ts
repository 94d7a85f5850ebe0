import { TextToVideoModel, TextToVideoOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToVideoModel';
import { Video, TextRole } from '@mediaconduit/mediaconduit/src/media/assets/roles';
import { SmartAssetFactory } from '@mediaconduit/mediaconduit/src/media/assets/SmartAssetFactory';

export class ReplicateTextToVideoModel extends TextToVideoModel {
  async transform(_input: TextRole | TextRole[], options?: TextToVideoOptions): Promise<Video> {
    const asset = SmartAssetFactory.load(options?.file as string);
    const video = await asset.asRole(Video);
    Object.assign(video.metadata, { duration: video.getDuration() ?? 5, dimensions: video.getDimensions() });
    return video;
  }

  async isAvailable(): Promise<boolean> {
    return true;
  }

  getSupportedFormats = () => ['mp4'];
  getSupportedAspectRatios = () => ['16:9'];
  getSupportedDurationRange = () => ({ min: 1, max: 10 });
  getMaxResolution = () => ({ width: 1280, height: 720 });
  estimateProcessingTime = async () => 1000;
  supportsFeature = () => false;
}
