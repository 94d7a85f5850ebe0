export { CAPABILITIES, parseCapabilities, parseCapability, type Capability } from './capability';
export { SYSTEM_CLOCK, type Clock, type ClockTimer } from './clock';
export { CONTRACT, parseContractRange, satisfiesContract, type ContractRange } from './contract';
export type {
  EngineAvailability,
  EngineEvent,
  EnsureOptions,
  RunningService,
  ServiceAddress,
  ServiceEngine,
  ServiceInspection,
  StopOptions,
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
export { BaseModel, type RunContext } from './model/base-model';
export type { CallOptions, ChatMessage, Model, ModelOptions, ModelStream, Progress } from './model/model';
export { ModelPromise } from './model/model-promise';
export type { StreamEvent } from './model/stream-event';
export { BaseTextToTextModel } from './model/text-to-text-model';
export { defineOptions, defineStandardOptions, type OptionsSchema } from './options/options-schema';
export { BaseProvider } from './provider/base-provider';
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
  LegacyServiceInfo,
  LegacyServiceStatus,
} from './service/docker-service-handle';
export {
  serviceVariablePrefix,
  type DockerDefinition,
  type EngineName,
  type ProcessDefinition,
  type ProcessPort,
  type ReadinessDefinition,
  type ServiceDefinition,
  type ServiceLimits,
} from './service/service-definition';
export type {
  AddressChange,
  CallTiming,
  ServiceCallOptions,
  ServiceHandle,
  ServiceLease,
  ServiceReply,
  ServiceRequest,
  ServiceStreamReply,
} from './service/service-handle';
