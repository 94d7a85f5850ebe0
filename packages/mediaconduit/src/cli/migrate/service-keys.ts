import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { YamlText } from './yaml-text';

/** Keys of older forms, by what stands for them now. */
export function convertedKeys(yaml: YamlText, { docker }: ServiceDefinition): Set<string> {
  const hasOwn = yaml.has(['docker', 'healthCheck']);
  const probes = [...(hasOwn ? [] : ['healthCheck']), 'docker.healthCheck'].filter((key) => yaml.has(key.split('.')));
  const checks = probes.flatMap((key) =>
    yaml.isMap(key.split('.')) ? ['url', 'endpoint', 'path'].map((one) => `${key}.${one}`) : [key],
  );
  const ports = [['ports'], ['docker', 'ports']].filter((key) => yaml.count(key) < 2).map((key) => key.join('.'));
  const isTruth = typeof yaml.value(['requirements', 'gpu']) === 'boolean';
  return new Set([
    ...[...checks, ...ports, 'dockerCompose', 'composeFile', 'serviceName', 'requirements.memory'],
    ...(yaml.has(['docker', 'image']) ? [] : ['image']),
    ...(isTruth ? ['requirements.gpu'] : []),
    ...(docker?.composeFile === undefined ? ['volumes'] : []),
  ]);
}

/** What `docker` says now stood at the top; a file that is not there stays a word that nobody reads. */
export function convertComposeKeys(yaml: YamlText, exists: (path: string) => boolean): void {
  for (const [old, name] of COMPOSE_KEYS) {
    const value = yaml.word([old]);
    if (value === undefined || (yaml.has(['docker']) && !yaml.isMap(['docker']))) continue;
    if (yaml.has(['docker', name]) || (name === 'composeFile' && !exists(value))) continue;
    yaml.remove([old]);
    if (yaml.has(['docker'])) yaml.add(['docker'], name, value);
    else yaml.add([], 'docker', { [name]: value });
  }
}

const COMPOSE_KEYS = [
  ['dockerCompose', 'composeFile'],
  ['composeFile', 'composeFile'],
  ['serviceName', 'serviceName'],
] as const;
