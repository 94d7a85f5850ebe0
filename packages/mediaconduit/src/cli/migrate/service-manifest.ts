import type { ServiceDefinition } from '@mediaconduit/sdk';
import { parseByteSize, parseServiceDefinition } from '@mediaconduit/sdk/manifest';
import { capabilitiesInPlace } from './capability-spelling';
import type { ComposeFacts } from './compose-facts';
import type { Draft } from './draft';
import { tellDropped } from './dropped-keys';
import { moveUnknownKeys } from './unknown-keys';
import { convertComposeKeys, convertedKeys } from './service-keys';
import { YamlText } from './yaml-text';

/** What a service may use that says nothing. */
const USUAL_MEMORY_BYTES = 4 * 1024 ** 3;

/** A service manifest of an older form as one of today that means the same, but for ports of the host. */
export interface ServiceManifestSource {
  /** Relative to the folder that is migrated. */
  readonly path: string;
  /** Absolute, for messages. */
  readonly file: string;
  readonly text: string;
  /** Whether there is such a file, by its path from the manifest. */
  readonly exists: (path: string) => boolean;
  /** What the compose file of the service publishes, where there is one. */
  readonly compose: (definition: ServiceDefinition) => ComposeFacts | undefined;
}

/**
 * Rewrites the manifest in place.
 * @throws `MC_MANIFEST_INVALID` with `file:line:column` for one that even older readers do not take.
 */
export function convertServiceManifest(source: ServiceManifestSource, draft: Draft): ServiceDefinition {
  const { file, path } = source;
  parseServiceDefinition(source.text, { file }); // faults have their places in the text as it was
  const before = new YamlText(path, source.text, 'MC_MANIFEST_INVALID');
  const yaml = new YamlText(path, source.text, 'MC_MANIFEST_INVALID');
  convertComposeKeys(yaml, source.exists);
  const old = parseServiceDefinition(yaml.text, { file });
  convertIdentity(yaml, old);
  capabilitiesInPlace(yaml, ['capabilities']);
  const compose = source.compose(old);
  convertDocker(yaml, old);
  convertServiceName(yaml, compose, draft);
  convertPorts(yaml, old, compose, draft);
  convertVolumes(yaml, old);
  convertRequirements(yaml, old);
  convertHealthCheck(yaml, old);
  tellDropped(before, yaml, convertedKeys(before, old), draft);
  moveUnknownKeys(yaml, (text) => void parseServiceDefinition(text, { file }), draft);
  draft.write(path, yaml.text);
  return parseServiceDefinition(yaml.text, { file });
}

function convertIdentity(yaml: YamlText, { id }: ServiceDefinition): void {
  if (!yaml.has(['id'])) yaml.add([], 'id', id, { first: true });
  else if (yaml.value(['id']) !== id) yaml.replace(['id'], id);
}

/** An image at the top, or nothing but a compose file beside the manifest. */
function convertDocker(yaml: YamlText, { docker }: ServiceDefinition): void {
  const image = yaml.value(['image']);
  if (yaml.has(['image'])) yaml.remove(['image']);
  if (docker === undefined || yaml.has(['docker', 'image'])) return;
  if (image !== undefined && yaml.isMap(['docker'])) yaml.add(['docker'], 'image', image);
  else if (image !== undefined) yaml.add([], 'docker', { image });
  else if (!yaml.isMap(['docker'])) yaml.add([], 'docker', { composeFile: docker.composeFile });
}

/** Older readers took the id for the name in the compose file, which need not have it. */
function convertServiceName(yaml: YamlText, compose: ComposeFacts | undefined, draft: Draft): void {
  const path = ['docker', 'serviceName'];
  if (!compose) return;
  const { isGuess, service, services } = compose;
  const written = yaml.word(path);
  if (written === undefined && yaml.isMap(['docker'])) yaml.add(['docker'], 'serviceName', service);
  if (written === undefined && !isGuess) return;
  if (written !== undefined && services.includes(written)) return;
  tellGuess(yaml.file, { line: yaml.line(path), services }, draft);
}

/** Lets a person say which service of a compose file answers. */
export function tellGuess(
  file: string,
  { line, services }: { readonly line: number; readonly services: readonly string[] },
  draft: Draft,
): void {
  const what = `check docker.serviceName: the compose file has ${services.join(', ')}`;
  draft.todo({ file, line, what, why: 'nothing says which service of the compose file answers' });
}

/** The port in the container is what the compose file says; a number that it does not know was one of the host. */
function convertPorts(
  yaml: YamlText,
  { docker }: ServiceDefinition,
  compose: ComposeFacts | undefined,
  draft: Draft,
): void {
  const had = yaml.has(['ports']) || yaml.has(['docker', 'ports']);
  yaml.remove(['ports']);
  yaml.remove(['docker', 'ports']);
  const port = docker?.containerPort;
  if (!had || port === undefined || yaml.has(['docker', 'port'])) return;
  const targets = compose?.targets ?? [];
  if (targets.length === 0 || (targets.includes(port) && targets[0] !== port)) yaml.add(['docker'], 'port', port);
  else if (!targets.includes(port))
    draft.note(`${yaml.file}: ${port} was a port of the host; in the container it is ${targets.join(', ')}`);
}

/** A compose file says its own volumes, and nobody ever read those of the manifest beside it. */
function convertVolumes(yaml: YamlText, { docker }: ServiceDefinition): void {
  if (docker?.composeFile !== undefined) yaml.remove(['docker', 'volumes']);
  if (!yaml.has(['volumes'])) return;
  const volumes = yaml.value(['volumes']);
  yaml.remove(['volumes']);
  const isWanted = docker?.composeFile === undefined && docker?.volumes !== undefined;
  if (isWanted && !yaml.has(['docker', 'volumes'])) yaml.add(['docker'], 'volumes', volumes);
}

/** What was required at least is what it may use at most, unless that is less than every service may. */
function convertRequirements(yaml: YamlText, { gpu }: ServiceDefinition): void {
  if (!yaml.has(['requirements'])) return;
  const memory = yaml.word(['requirements', 'memory']);
  yaml.remove(['requirements']);
  if (gpu && !yaml.has(['gpu'])) yaml.add([], 'gpu', true);
  const bytes = parseByteSize(memory ?? '');
  if (bytes === undefined || bytes <= USUAL_MEMORY_BYTES || yaml.has(['limits', 'memory'])) return;
  if (yaml.isMap(['limits'])) yaml.add(['limits'], 'memory', memory);
  else yaml.add([], 'limits', { memory });
}

/** Where it is asked moves to `readiness`; how often stays where it is. */
function convertHealthCheck(yaml: YamlText, { readiness }: ServiceDefinition): void {
  for (const place of [['docker', 'healthCheck'], ['healthCheck']]) {
    if (yaml.has(place) && !yaml.isMap(place)) yaml.remove(place);
    for (const key of ['url', 'endpoint', 'path', 'startPeriod'])
      if (yaml.has([...place, key])) yaml.remove([...place, key]);
  }
  if (yaml.has(['docker', 'healthCheck'])) yaml.remove(['healthCheck']);
  if (yaml.has(['readiness', 'path'])) return;
  if (yaml.isMap(['readiness'])) yaml.add(['readiness'], 'path', readiness.path);
  else yaml.add([], 'readiness', { path: readiness.path });
}
