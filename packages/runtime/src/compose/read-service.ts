import type { ComposeService } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { entriesOf } from './read-field';
import { readServiceEnvironmentFiles, readServiceKey, type ServicePart } from './service-keys';

type Lists = Pick<ComposeService, 'expose' | 'ports' | 'mounts' | 'ulimits' | 'gpus' | 'dependsOn'>;

/** One entry under `services:`, every key of it checked. */
export function readService(scope: ComposeScope, name: string, field: Field): Omit<ComposeService, 'warnings'> {
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
    ports: parts.flatMap((part) => part.ports ?? []),
    mounts: parts.flatMap((part) => part.mounts ?? []),
    ulimits: parts.flatMap((part) => part.ulimits ?? []),
    gpus: parts.flatMap((part) => part.gpus ?? []),
    dependsOn: parts.flatMap((part) => part.dependsOn ?? []),
  };
}
