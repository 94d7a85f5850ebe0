import type { ComposeSibling, SiblingRole } from './compose-group';
import type { ComposeDependency, ComposeService } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';

/** More than this in one group would be a way to take the machine. */
const MOST_SIBLINGS = 15;

/** A service of the file and where it stands. */
export interface WrittenService {
  readonly field: Field;
  readonly service: ComposeService;
}

/** What a service needs beside it, and which of its dependencies count. */
export interface WalkedSiblings {
  readonly dependsOn: readonly ComposeDependency[];
  /** Each after what it needs itself. */
  readonly siblings: readonly ComposeSibling[];
}

/**
 * Follows `depends_on`. A service whose profiles are not those of the main one is not there, as for Compose.
 * @throws `MC_COMPOSE_INVALID` for a service that is missing or a circle.
 */
export function walkSiblings(
  scope: ComposeScope,
  main: WrittenService,
  services: ReadonlyMap<string, WrittenService>,
): WalkedSiblings {
  const walk = new Walk(scope, main.service.profiles, services);
  walk.visit(main, []);
  const found = walk.order.filter(({ name }) => name !== main.service.name);
  if (found.length > MOST_SIBLINGS)
    throw scope.refuse(
      walk.fieldOf(main),
      `it needs ${found.length} services beside it, and ${MOST_SIBLINGS} are taken`,
    );
  const edges = walk.order.flatMap(({ dependsOn }) => dependsOn);
  const needed = requiredFrom(main.service.name, walk.order);
  const jobs = new Set(edges.filter(({ condition }) => condition === 'service_completed_successfully').map(nameOf));
  return {
    dependsOn: walk.order.at(-1)?.dependsOn ?? [],
    siblings: found.map((service) => ({
      service,
      role: roleOf(service.name, needed, jobs),
      isJob: jobs.has(service.name),
      level: walk.levels.get(service.name) ?? 0,
      isProbed: edges.some(({ name, condition }) => name === service.name && condition === 'service_healthy'),
    })),
  };
}

class Walk {
  /** Services with the dependencies that count, each after what it needs. */
  readonly order: ComposeService[] = [];
  readonly levels = new Map<string, number>();

  constructor(
    private readonly scope: ComposeScope,
    private readonly profiles: readonly string[],
    private readonly services: ReadonlyMap<string, WrittenService>,
  ) {}

  /** The level of the service. */
  visit(written: WrittenService, path: readonly string[]): number {
    const { name } = written.service;
    const known = this.levels.get(name);
    if (known !== undefined) return known;
    if (path.includes(name))
      throw this.scope.invalid(this.fieldOf(written), `goes in a circle: ${[...path, name].join(' → ')}`);
    const dependsOn = written.service.dependsOn.filter((one) => this.#isThere(written, one));
    const levels = dependsOn.map((one) => {
      const next = this.services.get(one.name);
      return next ? this.visit(next, [...path, name]) + 1 : 0;
    });
    const level = Math.max(0, ...levels);
    this.levels.set(name, level);
    this.order.push({ ...written.service, dependsOn });
    return level;
  }

  fieldOf({ field }: WrittenService): Field {
    const place = field.node.kind === 'map' ? field.node.entries.get('depends_on')?.place : undefined;
    return { ...field, path: `${field.path}.depends_on`, place: place ?? field.place };
  }

  #isThere(written: WrittenService, { name, condition, required }: ComposeDependency): boolean {
    const found = this.services.get(name)?.service;
    const reason = found ? this.#whyNot(found, condition) : 'there is no such service';
    if (reason === undefined) return true;
    const field = this.fieldOf(written);
    if (required) throw this.scope.invalid(field, `names "${name}": ${reason}`);
    this.scope.warn(field, `"${name}" is left out: ${reason}`);
    return false;
  }

  #whyNot({ profiles, healthcheck }: ComposeService, condition: string): string | undefined {
    if (profiles.length > 0 && !profiles.some((profile) => this.profiles.includes(profile)))
      return `its profiles (${profiles.join(', ')}) are not on`;
    const isOff = condition === 'service_healthy' && healthcheck?.test?.[0] === 'NONE';
    return isOff ? 'its healthcheck is switched off' : undefined;
  }
}

/** Names that the service needs, directly or through others, without any of which it cannot be. */
function requiredFrom(main: string, services: readonly ComposeService[]): ReadonlySet<string> {
  const needed = new Set([main]);
  // Those that need come after those they need: backwards, every name is decided before it is asked for.
  for (const { name, dependsOn } of [...services].reverse()) {
    if (!needed.has(name)) continue;
    for (const one of dependsOn) if (one.required) needed.add(one.name);
  }
  return needed;
}

function roleOf(name: string, needed: ReadonlySet<string>, jobs: ReadonlySet<string>): SiblingRole {
  if (!needed.has(name)) return 'optional';
  return jobs.has(name) ? 'job' : 'needed';
}

const nameOf = ({ name }: ComposeDependency): string => name;
