// Every name of the original core; the generated files under src/media hand them out by its module paths.
export { Audio, Image, Media, Model3D, Text, Video } from '@mediaconduit/sdk';
export { AbstractDockerProvider } from './abstract-docker-provider';
export { AbstractProvider } from './abstract-provider';
export { AssetLoader } from './asset-loader';
export { AudioToAudioModel, AudioToAudioOptions } from './audio-to-audio-model';
export { AudioToTextModel, AudioToTextOptions } from './audio-to-text-model';
export { Asset, BaseAsset } from './base-asset';
export {
  AudioToAudioProvider,
  AudioToTextProvider,
  ImageToImageProvider,
  ImageToTextProvider,
  ImageToVideoProvider,
  TextToAudioProvider,
  TextToImageProvider,
  TextToTextProvider,
  TextToVideoProvider,
  VideoToAudioProvider,
  VideoToImageProvider,
  VideoToVideoProvider,
} from './capability-provider';
export { DockerComposeConfig, DockerComposeService } from './docker-compose-service';
export { DockerMediaProvider } from './docker-media-provider';
export { execAsync } from './exec-async';
export { FileAsset } from './file-asset';
export {
  createGenerationPrompt,
  extractInputContent,
  GenerationPrompt,
  type GenerationPromptOptions,
} from './generation-prompt';
export { GenerationRequest, GenerationResult } from './generation';
export { ImageToImageModel, ImageToImageOptions } from './image-to-image-model';
export { ImageToTextModel, ImageToTextOptions } from './image-to-text-model';
export { ImageToVideoModel, ImageToVideoOptions } from './image-to-video-model';
export { JobStatus } from './job-status';
export { MediaCapability } from './media-capability';
export { MediaProvider, type ProviderServiceStatus } from './media-provider';
export { AudioMetadata, ImageMetadata, TextMetadata, VideoMetadata } from './media-metadata';
export {
  AnyMedia,
  AnyRole,
  AudioFormat,
  AudioRole,
  ImageFormat,
  ImageRole,
  TextRole,
  VideoFormat,
  VideoRole,
} from './media-roles';
export { ModelConfig, ModelMetadata } from './model-metadata';
export { Model } from './model';
export { initializeProviders } from './provider-bootstrap';
export { ProviderConfig } from './provider-config';
export { ProviderType } from './provider-kind';
export {
  withAudioToAudioProvider,
  withAudioToTextProvider,
  withImageToImageProvider,
  withImageToTextProvider,
  withImageToVideoProvider,
  withTextToAudioProvider,
  withTextToImageProvider,
  withTextToTextProvider,
  withTextToVideoProvider,
  withVideoToAudioProvider,
  withVideoToImageProvider,
  withVideoToVideoProvider,
} from './provider-mixins';
export { ProviderModel } from './provider-model';
export {
  getProviderRoles,
  hasAudioToTextRole,
  hasTextGenerationRole,
  hasTextToAudioRole,
  hasTextToImageRole,
  hasTextToTextRole,
  hasTextToVideoRole,
  hasVideoToAudioRole,
  hasVideoToVideoRole,
} from './provider-role-guards';
export { getProvider, getProviderRegistry, getServiceRegistry } from './registries';
export { asRole, canPlayRole, hasAudioRole, hasImageRole, hasTextRole, hasVideoRole } from './role-guards';
export { initializeServices, serviceImports, type FailedServiceImport, type ServiceImport } from './service-bootstrap';
export { ServiceManagement } from './service-management';
export { SmartAssetFactory } from './smart-asset-factory';
export { TextToAudioModel, TextToAudioOptions } from './text-to-audio-model';
export { TextToImageModel, TextToImageOptions } from './text-to-image-model';
export { TextToTextModel, TextToTextOptions } from './text-to-text-model';
export { TextToVideoModel, TextToVideoOptions } from './text-to-video-model';
export { VideoToAudioModel, VideoToAudioOptions } from './video-to-audio-model';
export { VideoToImageModel, VideoToImageOptions } from './video-to-image-model';
export { VideoToVideoModel, VideoToVideoOptions } from './video-to-video-model';
