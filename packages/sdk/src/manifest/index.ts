export type { EnvironmentVariable, ProviderManifest, ServiceOverrides, ServiceReference } from './provider-manifest';
export { parseProviderManifest, type ProviderManifestSource } from './parse-provider-manifest';
export { parseStackFile, parseStackIsolation, type StackFileSource } from './parse-stack-file';
export { parseServiceDefinition } from './parse-service-definition';
export type { ServiceDefinitionSource } from './read-definition';
export {
  readProviderManifest,
  readProviderManifestSync,
  readServiceDefinition,
  readServiceDefinitionSync,
} from './read-manifests';
export { readStackText, readStackTextSync } from './read-manifest-text';
export { toKebabId } from './kebab-id';
export { findManifest, findManifestSync, MANIFEST_NAMES, type ManifestKind } from './find-manifest';
export { withOverrides } from './with-overrides';
export { providerSchema } from './provider-schema';
export { serviceSchema } from './service-schema';
export { stackSchema } from './stack-schema';
export { parseByteSize } from './byte-size';
export { interpolate, type Variables } from './interpolate';
export { isPathWithin } from './path-within';
export { toServiceOverrides } from './to-service-overrides';
export type {
  StackBreaker,
  StackBulkhead,
  StackDefinition,
  StackFeature,
  StackGroup,
  StackIsolation,
  StackLiveness,
  StackRestart,
  StackService,
  StackServiceSettings,
  StackSettingName,
} from './stack-definition';
