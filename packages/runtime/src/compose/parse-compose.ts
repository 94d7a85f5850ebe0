import { didYouMean } from '@mediaconduit/sdk';
import type { ComposeService } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { parseLocatedYaml } from './parse-located-yaml';
import { entriesOf, isEmpty, knownEntriesOf, textOf } from './read-field';
import { readFileSection } from './read-file-mounts';
import { readService } from './read-service';

/** What stands at the top of a compose file. */
const SECTIONS = ['version', 'name', 'services', 'volumes', 'networks', 'configs', 'secrets'] as const;

/**
 * Reads a compose file and picks one service. All services of the file are checked, also those that are not picked.
 * @throws `MC_COMPOSE_INVALID` for a malformed file, `MC_SERVICE_POLICY` for what services may not ask for; both begin
 *   with `file:line:column`.
 */
export function parseCompose(text: string, serviceName: string, scope: ComposeScope): ComposeService {
  const node = parseLocatedYaml(text, scope.file);
  const top: Field = { path: 'compose file', place: node.place, node };
  const sections = knownEntriesOf(scope, { ...top, path: 'the file' }, SECTIONS);
  if (sections.volumes) scope.volumes = readVolumes(scope, named(sections.volumes, 'volumes'));
  if (sections.networks) checkNetworks(scope, named(sections.networks, 'networks'));
  scope.files = new Map([
    ...(sections.configs ? readFileSection(scope, 'configs', named(sections.configs, 'configs')) : []),
    ...(sections.secrets ? readFileSection(scope, 'secrets', named(sections.secrets, 'secrets')) : []),
  ]);
  if (!sections.services) throw scope.invalid(top, 'has no services:');
  return pick(scope, named(sections.services, 'services'), serviceName);
}

const named = (field: Field, path: string): Field => ({ ...field, path });

function pick(scope: ComposeScope, field: Field, wanted: string): ComposeService {
  const services = entriesOf(scope, field).map(([name, entry]) => ({
    entry,
    service: readService(scope, name, entry),
  }));
  const [only] = services;
  const found = services.find(({ service }) => service.name === wanted) ?? (services.length === 1 ? only : undefined);
  if (!found) {
    const names = services.map(({ service }) => service.name);
    throw scope.invalid(
      field,
      `has no service "${wanted}"`,
      didYouMean(wanted, names) ?? `it has ${names.join(', ') || 'none'}`,
    );
  }
  if (found.service.name !== wanted)
    scope.warn(found.entry, `there is no service "${wanted}"; "${found.service.name}" is the only one and is taken`);
  if (found.service.dependsOn.length > 0) throw severalContainers(scope, found.entry, found.service);
  return { ...found.service, warnings: scope.warnings };
}

function severalContainers(scope: ComposeScope, entry: Field, { dependsOn }: Omit<ComposeService, 'warnings'>): Error {
  return scope.refuse(
    { ...entry, path: `${entry.path}.depends_on` },
    `it needs ${dependsOn.join(', ')} beside it, and a service of this version is one container`,
    'make the others services of their own; stacks of several containers come with the stack supervisor',
  );
}

/** Only plain volumes of ours: a driver option can mount any folder of this machine, an external one is somebody else's. */
function readVolumes(scope: ComposeScope, field: Field): ReadonlySet<string> {
  if (isEmpty(field)) return new Set();
  const names = entriesOf(scope, field).map(([name, entry]) => {
    if (isEmpty(entry)) return name;
    const known = knownEntriesOf(scope, entry, ['driver', 'labels', 'name']);
    if (known.driver && textOf(scope, known.driver) !== 'local')
      throw scope.refuse(known.driver, 'only local volumes are taken');
    if (known.name) scope.warn(known.name, 'name is not applied: volumes belong to the service');
    return name;
  });
  return new Set(names);
}

function checkNetworks(scope: ComposeScope, field: Field): void {
  if (isEmpty(field)) return;
  for (const [, entry] of entriesOf(scope, field)) {
    if (isEmpty(entry)) continue;
    const { driver } = knownEntriesOf(scope, entry, ['driver', 'labels', 'name', 'internal']);
    if (driver && textOf(scope, driver) !== 'bridge') throw scope.refuse(driver, 'only bridge networks are taken');
  }
}
