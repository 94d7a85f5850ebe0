import type { ComposeGroup } from './compose-group';
import type { ComposeScope, Field } from './compose-scope';
import { withInherited } from './inherit-service';
import { parseLocatedYaml } from './parse-located-yaml';
import { pickGroup } from './pick-group';
import { entriesOf, isEmpty, knownEntriesOf, textOf } from './read-field';
import { readFileSection } from './read-file-mounts';
import { readNetworkSection } from './read-networks';
import { readService } from './read-service';
import type { WrittenService } from './walk-siblings';

/** What stands at the top of a compose file. */
const SECTIONS = ['version', 'name', 'services', 'volumes', 'networks', 'configs', 'secrets'] as const;

const SERVICE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/;

/**
 * Reads a compose file and picks one service with all that it needs. All services of the file are checked, also those
 * that are not picked.
 * @throws `MC_COMPOSE_INVALID` for a malformed file, `MC_SERVICE_POLICY` for what services may not ask for; both begin
 *   with `file:line:column`.
 */
export function parseCompose(text: string, serviceName: string, scope: ComposeScope): ComposeGroup {
  const node = parseLocatedYaml(text, scope.file);
  const top: Field = { path: 'compose file', place: node.place, node };
  const sections = knownEntriesOf(scope, { ...top, path: 'the file' }, SECTIONS);
  if (sections.volumes) scope.volumes = readVolumes(scope, named(sections.volumes, 'volumes'));
  if (sections.networks) scope.networks = readNetworkSection(scope, named(sections.networks, 'networks'));
  scope.files = new Map([
    ...(sections.configs ? readFileSection(scope, 'configs', named(sections.configs, 'configs')) : []),
    ...(sections.secrets ? readFileSection(scope, 'secrets', named(sections.secrets, 'secrets')) : []),
  ]);
  if (!sections.services) throw scope.invalid(top, 'has no services:');
  const services = named(sections.services, 'services');
  return pickGroup(scope, { field: services, services: readServices(scope, services) }, serviceName);
}

const named = (field: Field, path: string): Field => ({ ...field, path });

function readServices(scope: ComposeScope, field: Field): Map<string, WrittenService> {
  const written = new Map(entriesOf(scope, field));
  return new Map(
    [...written].map(([name, entry]) => {
      if (!SERVICE_NAME.test(name))
        throw scope.invalid(entry, 'has to be named with letters, digits, "_", "." and "-"');
      const full = withInherited(scope, name, written) ?? entry;
      return [name, { field: full, service: readService(scope, name, full) }];
    }),
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
