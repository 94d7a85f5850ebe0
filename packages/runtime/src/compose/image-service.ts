import type { ServiceDefinition } from '@mediaconduit/sdk';
import { realpathSync } from 'node:fs';
import type { Variables } from '../config/interpolate';
import { ComposeScope, type Field } from './compose-scope';
import { withoutSiblings, type ComposeGroup } from './compose-group';
import { readMounts } from './read-mounts';

const PLACE = { line: 1, column: 1 };

const NOTHING = {
  ...{ expose: [], ports: [], ulimits: [], gpus: [], dependsOn: [], networks: [], profiles: [] },
  ...{ environment: {}, labels: {} },
};

/**
 * What a manifest says that has an image and no compose file. Its volumes are read as those of a compose file; a name
 * is declared by being used.
 * @throws `MC_COMPOSE_INVALID`, `MC_SERVICE_POLICY`.
 */
export function imageService(definition: ServiceDefinition, image: string, variables: Variables): ComposeGroup {
  const root = realpathSync(definition.folder);
  const scope = new ComposeScope(definition.file, root, root, variables);
  const volumes = definition.docker?.volumes ?? [];
  scope.volumes = new Set(volumes.map((text) => text.split(':')[0] ?? ''));
  const service = {
    ...NOTHING,
    name: definition.docker?.serviceName ?? definition.id,
    image,
    mounts: readMounts(scope, listField('docker.volumes', volumes)),
  };
  return withoutSiblings(service, scope.warnings);
}

/** The texts of a manifest as if they stood in a compose file. */
function listField(path: string, texts: readonly string[]): Field {
  const items = texts.map((text) => ({ kind: 'scalar' as const, place: PLACE, text }));
  return { path, place: PLACE, node: { kind: 'list', place: PLACE, items } };
}
