import type { Draft } from './draft';
import { convertBinds } from './compose-binds';
import { HARMLESS, REFUSED } from './compose-keys';
import { YamlText, type YamlPath } from './yaml-text';

/** A host port that the engine chooses: `${COWSAY_HOST_PORT:-0}`, `0`, nothing. */
const CHOSEN = /^(?:\$\{[A-Za-z0-9_]+:?-0?\}|\$\{[A-Za-z0-9_]+_HOST_PORT\}|0)?$/;

/** `[address:][host:]container[/protocol]`; an address of IPv6 stands in brackets. */
const PORT = /^(?:(?:\d+(?:\.\d+){3}|\[[^\]]*\]):)?(?:(\$\{[^}]*\}|[\d-]*):)?(\$\{[^}]*\}|[\d-]+)(\/(?:tcp|udp))?$/;

/**
 * Rewrites a compose file to what services may ask for: ports of the container alone, nothing that the runtime does
 * itself. What it may not ask for stays and is told, with its line.
 * @throws `MC_COMPOSE_INVALID` with `file:line:column` for what is no YAML.
 */
export function convertCompose(path: string, text: string, draft: Draft): void {
  const yaml = new YamlText(path, text, 'MC_COMPOSE_INVALID');
  for (const name of yaml.keys(['services'])) {
    const service = ['services', name];
    convertPorts(yaml, [...service, 'ports']);
    for (const key of ['restart', 'container_name']) yaml.remove([...service, key]);
    yaml.remove([...service, 'deploy', 'restart_policy']);
    convertKeys(yaml, service, draft);
    convertBinds(yaml, name, draft);
  }
  convertVolumes(yaml, draft);
  tellRefused(yaml, draft);
  draft.write(path, yaml.text);
}

function convertPorts(yaml: YamlText, path: YamlPath): void {
  for (let index = 0; index < yaml.count(path); index++) {
    const place = [...path, index];
    if (yaml.isMap(place)) {
      if (!CHOSEN.test(yaml.word([...place, 'published']) ?? '')) yaml.remove([...place, 'published']);
      yaml.remove([...place, 'host_ip']);
      continue;
    }
    const [, host, container = '', protocol = ''] = PORT.exec(yaml.word(place) ?? '') ?? [];
    const isKept = container === '' || CHOSEN.test(host ?? '');
    if (!isKept) yaml.replace(place, fixedOf(container) + protocol);
  }
}

/** `${PORT:-8006}` of the container side is the number that it was without the variable. */
function fixedOf(container: string): string {
  return /^\$\{[A-Za-z0-9_]+:?-(\d+)\}$/.exec(container)?.[1] ?? container;
}

/** Keys without a meaning for a service that nobody sits in front of, and old names of limits. */
function convertKeys(yaml: YamlText, service: YamlPath, draft: Draft): void {
  for (const key of yaml.keys(service)) {
    const isHarmless = HARMLESS.get(key);
    if (!isHarmless?.(yaml.value([...service, key]))) continue;
    yaml.remove([...service, key]);
    draft.note(`${yaml.file}: ${service.join('.')}.${key} is left out: it changes nothing here`);
  }
  if (
    yaml.has([...service, 'links']) &&
    !yaml.has([...service, 'depends_on']) &&
    isPlainList(yaml, [...service, 'links'])
  )
    yaml.rename([...service, 'links'], 'depends_on'); // services of one file know each other by name
  for (const [key, limit] of [
    ['mem_limit', 'memory'],
    ['cpus', 'cpus'],
    ['pids_limit', 'pids'],
  ] as const) {
    if (!yaml.has([...service, key])) continue;
    const value = yaml.value([...service, key]);
    yaml.remove([...service, key]);
    const limits = [...service, 'deploy', 'resources', 'limits'];
    if (!yaml.has([...limits, limit])) yaml.add(limits, limit, limit === 'cpus' ? String(value) : value);
  }
}

/** Links without names of their own. */
function isPlainList(yaml: YamlText, path: YamlPath): boolean {
  const value = yaml.value(path);
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && !one.includes(':'));
}

/** Volumes of somebody else, and of drivers that can mount anything. */
function convertVolumes(yaml: YamlText, draft: Draft): void {
  for (const name of yaml.keys(['volumes'])) {
    if (!yaml.has(['volumes', name, 'external'])) continue;
    const isExternal = yaml.value(['volumes', name, 'external']) !== false;
    const line = yaml.line(['volumes', name, 'external']);
    yaml.remove(['volumes', name, 'external']);
    if (!yaml.has(['volumes', name])) yaml.add(['volumes'], name, null);
    if (!isExternal) continue;
    draft.todo({
      file: yaml.file,
      line,
      what: `copy the data of the external volume "${name}" into the one that the service gets, if it is needed`,
      why: 'volumes belong to the service: one of somebody else is refused',
    });
  }
}

function tellRefused(yaml: YamlText, draft: Draft): void {
  for (const name of yaml.keys(['services'])) {
    for (const key of yaml.keys(['services', name])) {
      const reason = REFUSED.get(key);
      if (reason === undefined) continue;
      draft.todo({
        file: yaml.file,
        line: yaml.line(['services', name, key]),
        what: `do without "${key}" in the service "${name}", or let its user run "mediaconduit trust"`,
        why: `${reason}; a service that asks for it is refused`,
      });
    }
  }
}
