import { dirname } from 'node:path';
import type { ServiceDefinition } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';
import { readAbout } from './read-about';
import { readCache } from './read-cache';
import { readCapabilities } from './read-capabilities';
import { readDocker } from './read-docker';
import { readEngines } from './read-engines';
import { readEnvironment } from './read-environment';
import { readGpu, readLimits } from './read-limits';
import { readLiveness } from './read-liveness';
import { readProcess } from './read-process';
import { readReadiness } from './read-readiness';

const DEFAULT_IDLE_STOP_MS = 300_000;

/** Variables of the original core with the address of a service; the manifests of today name theirs. */
const ORIGINAL_URL_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  'chatterbox-service': ['CHATTERBOX_DOCKER_URL'],
  'ollama-service': ['OLLAMA_URL'],
  'whisper-service': ['WHISPER_STT_URL'],
};

/** Where a service definition comes from and where it is to run. */
export interface ServiceDefinitionSource {
  /** Absolute path of the manifest, for messages and `folder`. */
  readonly file: string;
  /** Whose overrides in `process.platforms` count. Default: the platform we run on. */
  readonly platform?: NodeJS.Platform;
  /** Version of the package that the manifest lies in; that of a manifest that names none. */
  readonly packageVersion?: string;
}

/** From a checked map: a manifest, or a part of a stack file. Notes what is wrong. */
export function readDefinition(
  root: ManifestNode,
  id: string,
  isOld: boolean,
  source: ServiceDefinitionSource,
): ServiceDefinition {
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
    urlVariables: isOld ? (ORIGINAL_URL_VARIABLES[id] ?? []) : root.at('urlVariables').texts,
    environment: { ...readEnvironment(root.at('environment')), ...readEnvironment(root.at('docker', 'environment')) },
    readiness: readReadiness(root),
    liveness: readLiveness(root),
    limits: readLimits(root),
    cache: readCache(root.at('cache')),
    dependsOn: readDependsOn(root, id),
    critical: root.at('critical').boolean ?? false,
    idleStopMs: root.at('idleStopMs').number ?? DEFAULT_IDLE_STOP_MS,
    gpu: readGpu(root),
    about: readAbout(root),
  };
}

function readDependsOn(root: ManifestNode, id: string): string[] {
  for (const item of root.at('dependsOn').items) {
    if (item.text === id) item.problem(`the service "${id}" depends on itself`, { hint: 'leave it out' });
  }
  return root.at('dependsOn').texts;
}
