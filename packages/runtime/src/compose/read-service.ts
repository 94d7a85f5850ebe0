import type { ComposeService } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { entriesOf } from './read-field';
import { readServiceEnvironmentFiles, readServiceKey, type ServicePart } from './service-keys';

type Lists = Pick<
  ComposeService,
  'expose' | 'ports' | 'mounts' | 'ulimits' | 'gpus' | 'dependsOn' | 'networks' | 'profiles'
>;

/** One entry under `services:`, every key of it checked. */
export function readService(scope: ComposeScope, name: string, field: Field): ComposeService {
  const parts: ServicePart[] = [];
  let environment: Readonly<Record<string, string>> = {};
  for (const [key, entry] of entriesOf(scope, field)) {
    if (key.startsWith('x-')) continue;
    if (key === 'env_file') environment = readServiceEnvironmentFiles(scope, entry);
    else parts.push(readServiceKey(scope, key, entry));
  }
  const said = parts.reduce<ServicePart>((sum, part) => ({ ...sum, ...part }), {});
  return {
    ...said,
    name,
    environment: { ...environment, ...said.environment },
    labels: said.labels ?? {},
    ...listsOf(parts),
  };
}

/** `volumes` and `tmpfs` both mount, `gpus` and `deploy` both ask for GPUs: what they say adds up. */
function listsOf(parts: readonly ServicePart[]): Lists {
  return {
    expose: parts.flatMap((part) => part.expose ?? []),
    ports: unique(
      parts.flatMap((part) => part.ports ?? []),
      JSON.stringify,
    ),
    mounts: unique(
      parts.flatMap((part) => part.mounts ?? []),
      ({ target }) => target,
    ),
    ulimits: parts.flatMap((part) => part.ulimits ?? []),
    gpus: parts.flatMap((part) => part.gpus ?? []),
    dependsOn: parts.flatMap((part) => part.dependsOn ?? []),
    networks: parts.flatMap((part) => part.networks ?? []),
    profiles: parts.flatMap((part) => part.profiles ?? []),
  };
}

/** What a service says itself stands behind what it inherits, and wins. */
function unique<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
