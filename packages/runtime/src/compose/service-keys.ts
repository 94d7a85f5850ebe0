import { isReservedLabel } from '../engine/docker/home-labels';
import type { ComposeService } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { readBuild } from './read-build';
import { readDependencies } from './read-dependencies';
import { readEnvironment, readEnvironmentFiles } from './read-environment';
import { booleanOf, isEmpty, itemsOf, recordOf, textOf, textsOf } from './read-field';
import { readFileMounts } from './read-file-mounts';
import { readHealthcheck } from './read-healthcheck';
import { readMounts, readTmpfs } from './read-mounts';
import { readAttachments } from './read-networks';
import { readExpose, readPorts } from './read-ports';
import { bytesOf, durationMsOf } from './read-quantity';
import { readDeploy, readGpus, readRuntime, readUlimits } from './read-resources';
import { splitCommand } from './split-command';

/** Part of a service that one key says; lists are put behind those of other keys. */
export type ServicePart = Partial<Omit<ComposeService, 'name'>>;

type KeyReader = (scope: ComposeScope, field: Field) => ServicePart;

/** Longest time a container gets to end by itself, in ms. */
const LONGEST_GRACE = 120_000;

const IMAGE = /^[a-z0-9][a-zA-Z0-9._\-/:@]*$/;

const NOTED: ReadonlyMap<string, string> = new Map([
  ['restart', 'is not applied: the runtime restarts services'],
  ['container_name', 'is not applied: containers are named after the service and its content'],
]);

/** Every key of a service that is taken, with its reader. What is in neither table is refused. */
const READERS: ReadonlyMap<string, KeyReader> = new Map<string, KeyReader>([
  ['image', (scope, field) => ({ image: imageOf(scope, field) })],
  ['build', (scope, field) => ({ build: readBuild(scope, field) })],
  ['command', (scope, field) => ({ command: commandOf(scope, field) })],
  ['entrypoint', (scope, field) => ({ entrypoint: commandOf(scope, field) })],
  ['environment', (scope, field) => ({ environment: readEnvironment(scope, field) })],
  ['expose', (scope, field) => ({ expose: readExpose(scope, field) })],
  ['ports', (scope, field) => ({ ports: readPorts(scope, field) })],
  ['volumes', (scope, field) => ({ mounts: readMounts(scope, field) })],
  ['tmpfs', (scope, field) => ({ mounts: readTmpfs(scope, field) })],
  ['configs', (scope, field) => ({ mounts: readFileMounts(scope, 'configs', field) })],
  ['secrets', (scope, field) => ({ mounts: readFileMounts(scope, 'secrets', field) })],
  ['working_dir', (scope, field) => ({ workingDir: textOf(scope, field) })],
  ['user', (scope, field) => ({ user: textOf(scope, field) })],
  ['labels', (scope, field) => ({ labels: labelsOf(scope, field) })],
  ['stop_signal', (scope, field) => ({ stopSignal: signalOf(scope, field) })],
  ['stop_grace_period', (scope, field) => ({ stopGraceMs: graceOf(scope, field) })],
  ['init', (scope, field) => initOf(scope, field)],
  ['shm_size', (scope, field) => ({ shmSizeBytes: bytesOf(scope, field) })],
  ['ulimits', (scope, field) => ({ ulimits: readUlimits(scope, field) })],
  ['deploy', (scope, field) => readDeploy(scope, field)],
  ['gpus', (scope, field) => ({ gpus: readGpus(scope, field) })],
  ['runtime', (scope, field) => ({ gpus: readRuntime(scope, field) })],
  ['depends_on', (scope, field) => ({ dependsOn: readDependencies(scope, field) })],
  ['networks', (scope, field) => ({ networks: readAttachments(scope, field) })],
  ['healthcheck', (scope, field) => ({ healthcheck: readHealthcheck(scope, field) })],
  ['profiles', (scope, field) => ({ profiles: profilesOf(scope, field) })],
]);

/**
 * What one key of a service says.
 * @throws `MC_SERVICE_POLICY` for a key that is not taken.
 */
export function readServiceKey(scope: ComposeScope, key: string, field: Field): ServicePart {
  const noted = NOTED.get(key);
  if (noted !== undefined) {
    scope.warn(field, `${key} ${noted}`);
    return {};
  }
  const read = READERS.get(key);
  if (!read) throw scope.refuse(field, 'it is not on the list of what services may ask for');
  return isEmpty(field) ? {} : read(scope, field);
}

/** `env_file:` of a service; `environment:` wins over it wherever the two stand. */
export function readServiceEnvironmentFiles(scope: ComposeScope, field: Field): Record<string, string> {
  return isEmpty(field) ? {} : readEnvironmentFiles(scope, field);
}

function imageOf(scope: ComposeScope, field: Field): string {
  const text = textOf(scope, field);
  if (IMAGE.test(text) && text.length <= 512) return text;
  throw scope.invalid(field, `has to be the name of an image, not "${text}"`);
}

function commandOf(scope: ComposeScope, field: Field): readonly string[] {
  if (field.node.kind === 'list') return textsOf(scope, field);
  const words = splitCommand(textOf(scope, field));
  if (words) return words;
  throw scope.invalid(field, 'has a quote that is not closed');
}

function labelsOf(scope: ComposeScope, field: Field): Record<string, string> {
  const entries = recordOf(scope, field).map(([name, value, entry]): [string, string] => {
    if (isReservedLabel(name))
      throw scope.refuse(
        entry,
        `labels of "${name.split('.').slice(0, 2).join('.')}" tell the engine whose a container is`,
      );
    return [name, value ?? ''];
  });
  return Object.fromEntries(entries);
}

function signalOf(scope: ComposeScope, field: Field): string {
  const text = textOf(scope, field);
  if (/^(SIG[A-Z0-9]+([+-]\d+)?|\d{1,2})$/.test(text)) return text;
  throw scope.invalid(field, `has to be a signal such as SIGINT, not "${text}"`);
}

function graceOf(scope: ComposeScope, field: Field): number {
  const time = durationMsOf(scope, field);
  if (time > LONGEST_GRACE) scope.warn(field, `stop_grace_period is shortened to ${LONGEST_GRACE / 1000}s`);
  return Math.min(time, LONGEST_GRACE);
}

function initOf(scope: ComposeScope, field: Field): ServicePart {
  if (!booleanOf(scope, field))
    scope.warn(field, 'init: false is not applied: without an init process a service may not hear its stop signal');
  return {};
}

function profilesOf(scope: ComposeScope, field: Field): readonly string[] {
  return itemsOf(scope, field).map((item) => textOf(scope, item));
}
