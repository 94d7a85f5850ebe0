export { anySignal } from './any-signal';
export { CAPABILITIES, parseCapabilities, parseCapability, type Capability } from './capability';
export { SYSTEM_CLOCK, type Clock, type ClockTimer } from './clock';
export { CONTRACT, PROVIDER_CONTRACT, parseContractRange, satisfiesContract, type ContractRange } from './contract';
export type {
  EngineAvailability,
  EngineEvent,
  EngineRefusal,
  EngineImage,
  EngineImages,
  EnginePlatform,
  EngineVolumes,
  EnsureOptions,
  KeptCache,
  KeptVolume,
  RunningService,
  ServiceAddress,
  ServiceEngine,
  ServiceInspection,
  ServiceStats,
  StopOptions,
  VolumePlace,
} from './engine/service-engine';
export { ERROR_CODES, type ErrorCode, type ErrorCodeEntry } from './error/error-codes';
export { isMediaConduitError, MediaConduitError, type ErrorDetails } from './error/mediaconduit-error';
export { didYouMean, nearestNames } from './error/nearest-names';
export { messageOf, toMediaConduitError } from './error/to-error';
export type {
  EnvironmentVariable,
  ProviderManifest,
  ServiceOverrides,
  ServiceReference,
} from './manifest/provider-manifest';
export { Audio } from './media/audio';
export { BinaryMedia, type BinaryMediaClass } from './media/binary-media';
export { checkMediaType } from './media/check-media-type';
export { Embedding } from './media/embedding';
export { Image } from './media/image';
export { Json } from './media/json-value';
export type { Lineage } from './media/lineage';
export { isMedia, Media, type MediaClass } from './media/media';
export type { AudioFormat, ImageFormat, Model3DFormat, VideoFormat } from './media/media-formats';
export type { Dimensions, MediaMetadata, TimedMetadata, VideoMetadata, VisualMetadata } from './media/media-metadata';
export type { InputOf, MediaByKind, MediaKind, MediaLike, NamedMedia, OutputOf } from './media/media-of';
export type { CollectOptions, MediaOptions, UrlOptions } from './media/media-options';
export type { AudioRole, ImageRole, MediaRole, TextRole, VideoRole } from './media/media-role';
export type { MediaSource, ReadOptions } from './media/media-source';
export type { MediaType } from './media/media-type';
export { Model3D } from './media/model3d';
export { Text, type TextReadOptions } from './media/text';
export { textOf } from './media/text-of';
export { toMedia, type BinaryKind } from './media/to-media';
export { Video } from './media/video';
export { writeWholeFile } from './media/write-whole-file';
export { BaseModel, type RunContext } from './model/base-model';
export { checkInputSize, type InputSizeOptions } from './model/check-input-size';
export type { CallOptions, ChatMessage, Model, ModelOptions, ModelStream, Progress } from './model/model';
export { ModelPromise } from './model/model-promise';
export { createModelStream } from './model/model-stream';
export { requireConfirmation, type Question } from './model/question';
export type { SpokenWord, StreamEvent } from './model/stream-event';
export { StreamingModel } from './model/streaming-model';
export { BaseTextToTextModel } from './model/text-to-text-model';
export { defineOptions, defineStandardOptions, type OptionsSchema } from './options/options-schema';
export { BaseProvider } from './provider/base-provider';
export { checkCallSettings } from './provider/check-call-settings';
export { HOST_RUNTIME, requireHostRuntime, type HostRuntime } from './provider/host-runtime';
export { SILENT_LOGGER, type Logger } from './provider/logger';
export type {
  ModelInfo,
  Provider,
  ProviderClass,
  ProviderConfig,
  ProviderContext,
  ProviderHealth,
  ProviderType,
} from './provider/provider';
export type {
  DockerServiceHandle,
  LegacyComposeService,
  LegacyContainerStats,
  LegacyServiceInfo,
  LegacyServiceStatus,
} from './service/docker-service-handle';
export { formFileOf, type Form, type FormFile, type FormFileOptions, type FormValue } from './service/form';
export { mediaOfReply } from './service/media-of-reply';
export { readNdjson } from './service/read-ndjson';
export {
  serviceVariablePrefix,
  type CacheLayout,
  type DockerDefinition,
  type EngineName,
  type LivenessDefinition,
  type ProcessDefinition,
  type ProcessPort,
  type PythonDefinition,
  type ReadinessDefinition,
  type ServiceAbout,
  type ServiceCache,
  type ServiceDefinition,
  type ServiceLimits,
} from './service/service-definition';
export { serviceFault, type SaidByService } from './service/service-fault';
export type {
  AddressChange,
  CallDefaults,
  CallTiming,
  ServiceCallOptions,
  ServiceHandle,
  ServiceLease,
  ServiceReply,
  ServiceRequest,
  ServiceStreamReply,
} from './service/service-handle';
export { unexpectedReply, type UnexpectedReply } from './service/unexpected-reply';
