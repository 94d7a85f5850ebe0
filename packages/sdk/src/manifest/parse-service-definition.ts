import type { ServiceDefinition } from '../service/service-definition';
import { checkManifest } from './check-manifest';
import { ManifestProblems } from './manifest-problems';
import { createSchemaCheck } from './manifest-schema-check';
import { parseYamlText } from './parse-yaml-text';
import { readDefinition, type ServiceDefinitionSource } from './read-definition';
import { readManifestId } from './read-manifest-id';
import { serviceSchema } from './service-schema';

const checkSchema = createSchemaCheck(serviceSchema);

/** A manifest with one of these keys is of today and checked strictly. */
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

/**
 * Reads the text of a `MediaConduit.service.yml` of any generation. Pure: touches no file.
 * @throws `MC_MANIFEST_INVALID` with `file:line:column` and every problem; at most 64 KiB are taken.
 */
export function parseServiceDefinition(text: string, source: ServiceDefinitionSource): ServiceDefinition {
  const problems = new ManifestProblems(source.file, text);
  const root = parseYamlText(problems);
  const isOld = !KEYS_OF_TODAY.some((key) => root.has(key));
  checkManifest(root, checkSchema, isOld);
  problems.throwIfAny();
  const definition = readDefinition(root, readManifestId(root, isOld), isOld, source);
  problems.throwIfAny();
  return definition;
}
