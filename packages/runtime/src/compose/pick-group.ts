import { didYouMean } from '@mediaconduit/sdk';
import { withoutSiblings, type ComposeGroup, type ComposeNetwork } from './compose-group';
import type { ComposeService } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { DEFAULT_NETWORK } from './read-networks';
import { walkSiblings, type WrittenService } from './walk-siblings';

/** All services of a file, each checked. */
export interface WrittenServices {
  readonly field: Field;
  readonly services: ReadonlyMap<string, WrittenService>;
}

/** The service of the name, with what it needs as `docker compose up NAME` would start it. */
export function pickGroup(scope: ComposeScope, file: WrittenServices, wanted: string): ComposeGroup {
  const main = mainOf(scope, file, wanted);
  if (main.service.healthcheck)
    warnAt(scope, main, 'healthcheck', 'is not applied: the runtime asks the service itself');
  const { dependsOn, siblings } = walkSiblings(scope, main, file.services);
  if (siblings.length === 0) return alone(scope, { ...main, service: { ...main.service, dependsOn } });
  for (const { service } of siblings) {
    const written = file.services.get(service.name);
    if (written && service.ports.length > 0)
      warnAt(scope, written, 'ports', 'are not published: only the service itself answers this machine');
  }
  const services = [main.service, ...siblings.map(({ service }) => service)];
  return {
    main: { ...main.service, dependsOn },
    siblings,
    networks: networksOf(scope, services),
    warnings: scope.warnings,
  };
}

function alone(scope: ComposeScope, { service, field }: WrittenService): ComposeGroup {
  if (service.networks.some(({ network }) => network !== DEFAULT_NETWORK))
    warnAt(
      scope,
      { service, field },
      'networks',
      'are not applied: a service of one container talks to nobody by name',
    );
  return withoutSiblings(service, scope.warnings);
}

function mainOf(scope: ComposeScope, { field, services }: WrittenServices, wanted: string): WrittenService {
  const names = [...services.keys()];
  const [only] = services.values();
  const found = services.get(wanted) ?? (services.size === 1 ? only : undefined);
  if (!found) {
    const hint = didYouMean(wanted, names) ?? `it has ${names.join(', ') || 'none'}`;
    throw scope.invalid(field, `has no service "${wanted}"`, hint);
  }
  if (found.service.name !== wanted)
    scope.warn(found.field, `there is no service "${wanted}"; "${found.service.name}" is the only one and is taken`);
  return found;
}

/** In the order of their first use: the first one of a service is the one its container is created in. */
function networksOf(scope: ComposeScope, services: readonly ComposeService[]): ComposeNetwork[] {
  const names = services.flatMap(({ networks }) =>
    networks.length === 0 ? [DEFAULT_NETWORK] : networks.map(({ network }) => network),
  );
  return [...new Set(names)].map((name) => scope.networks.get(name) ?? { name, internal: false });
}

function warnAt(scope: ComposeScope, { field }: WrittenService, key: string, text: string): void {
  const place = field.node.kind === 'map' ? field.node.entries.get(key)?.place : undefined;
  scope.warn({ ...field, place: place ?? field.place }, `${key} ${text}`);
}
