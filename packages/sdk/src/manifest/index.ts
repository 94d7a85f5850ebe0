export type { EnvironmentVariable, ProviderManifest, ServiceOverrides, ServiceReference } from './provider-manifest';
export { parseProviderManifest, type ProviderManifestSource } from './parse-provider-manifest';
export { isServiceManifestOfToday, parseServiceDefinition } from './parse-service-definition';
export { readDefinition, type ServiceDefinitionSource } from './read-definition';
export { readLimits } from './read-limits';
export {
  readProviderManifest,
  readProviderManifestSync,
  readServiceDefinition,
  readServiceDefinitionSync,
} from './read-manifests';
export { createYamlParser, type YamlFileKind } from './create-yaml-parser';
export { ManifestNode } from './manifest-node';
export type { ManifestWords } from './manifest-words';
export { readYamlText, readYamlTextSync } from './read-manifest-text';
export { toKebabId } from './kebab-id';
export { findManifest, findManifestSync, MANIFEST_NAMES, type ManifestKind } from './find-manifest';
export { withOverrides } from './with-overrides';
export { providerSchema } from './provider-schema';
export { serviceSchema } from './service-schema';
export type { ManifestSchema } from './manifest-schema';
export { parseByteSize } from './byte-size';
export { isPathWithin } from './path-within';
