import type { ServiceDefinition } from '../service/service-definition';
import { checkManifest } from './check-manifest';
import { ManifestProblems } from './manifest-problems';
import { createSchemaCheck } from './manifest-schema-check';
import { parseYamlText } from './parse-yaml-text';
import { readDefinition, type ServiceDefinitionSource } from './read-definition';
import { readManifestId } from './read-manifest-id';
import { serviceSchema } from './service-schema';

const checkSchema = createSchemaCheck(serviceSchema);

/** Those that only a manifest of today has, which is checked strictly. */
const KEYS_OF_TODAY = [
  'engines',
  'process',
  'readiness',
  'limits',
  'cache',
  'urlVariables',
  'idleStopMs',
  'dependsOn',
  'critical',
] as const;

/** Whether a manifest of a service has a top key that only those of today have. */
export function isServiceManifestOfToday(has: (key: string) => boolean): boolean {
  return KEYS_OF_TODAY.some(has);
}

/**
 * Reads the text of a `MediaConduit.service.yml` of any generation. Pure: touches no file.
 * @throws `MC_MANIFEST_INVALID` with `file:line:column` and every problem; at most 64 KiB are taken.
 */
export function parseServiceDefinition(text: string, source: ServiceDefinitionSource): ServiceDefinition {
  const problems = new ManifestProblems(source.file, text);
  const root = parseYamlText(problems);
  const isOld = !isServiceManifestOfToday((key) => root.has(key));
  checkManifest(root, checkSchema, isOld);
  problems.throwIfAny();
  const definition = readDefinition(root, readManifestId(root, isOld), isOld, source);
  problems.throwIfAny();
  return definition;
}
