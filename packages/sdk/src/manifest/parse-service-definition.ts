import { dirname } from 'node:path';
import type { ServiceDefinition } from '../service/service-definition';
import { checkManifest } from './check-manifest';
import type { ManifestNode } from './manifest-node';
import { ManifestProblems } from './manifest-problems';
import { createSchemaCheck } from './manifest-schema-check';
import { parseYamlText } from './parse-yaml-text';
import { readCache } from './read-cache';
import { readCapabilities } from './read-capabilities';
import { readDocker } from './read-docker';
import { readEngines } from './read-engines';
import { readEnvironment } from './read-environment';
import { readGpu, readLimits } from './read-limits';
import { readManifestId } from './read-manifest-id';
import { readProcess } from './read-process';
import { readReadiness } from './read-readiness';
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

const DEFAULT_IDLE_STOP_MS = 300_000;

/** Where a service definition comes from and where it is to run. */
export interface ServiceDefinitionSource {
  /** Absolute path of the manifest, for messages and `folder`. */
  readonly file: string;
  /** Whose overrides in `process.platforms` count. Default: the platform we run on. */
  readonly platform?: NodeJS.Platform;
  /** Version of the package that the manifest lies in; that of a manifest that names none. */
  readonly packageVersion?: string;
}

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
  const definition = readDefinition(root, isOld, source);
  problems.throwIfAny();
  return definition;
}

function readDefinition(root: ManifestNode, isOld: boolean, source: ServiceDefinitionSource): ServiceDefinition {
  const id = readManifestId(root, isOld);
  const url = root.at('url').text;
  const docker = readDocker(root, id, isOld);
  const process = readProcess(root.at('process'), source.platform ?? globalThis.process.platform);
  const has = { docker: docker !== undefined, remote: url !== undefined };
  return {
    id,
    name: root.at('name').text ?? id,
    version: root.at('version').text ?? source.packageVersion ?? '0.0.0',
    description: root.at('description').text,
    capabilities: readCapabilities(root.at('capabilities'), isOld).capabilities,
    folder: dirname(source.file),
    file: source.file,
    engines: readEngines(
      root,
      { ...has, process: root.at('process').exists },
      { ...has, process: process !== undefined },
    ),
    process,
    docker,
    url,
    urlVariables: root.at('urlVariables').texts,
    environment: { ...readEnvironment(root.at('environment')), ...readEnvironment(root.at('docker', 'environment')) },
    readiness: readReadiness(root),
    limits: readLimits(root),
    cache: readCache(root.at('cache')),
    dependsOn: readDependsOn(root, id),
    critical: root.at('critical').boolean ?? false,
    idleStopMs: root.at('idleStopMs').number ?? DEFAULT_IDLE_STOP_MS,
    gpu: readGpu(root),
  };
}

function readDependsOn(root: ManifestNode, id: string): string[] {
  for (const item of root.at('dependsOn').items) {
    if (item.text === id) item.problem(`the service "${id}" depends on itself`, { hint: 'leave it out' });
  }
  return root.at('dependsOn').texts;
}
