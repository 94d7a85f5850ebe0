import type { Logger } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { resolveMeshConfig } from '../config/resolve-mesh-config';
import { createServiceMesh } from '../create-service-mesh';
import { createDiary } from './recorded-components';

/** A mesh by a manual clock, with a diary of its components and all that it logs; `source` is its configuration file. */
export function createMeshWorld(source: Record<string, unknown> = {}) {
  const clock = createManualClock();
  const logged: string[] = [];
  const note = (facts: Record<string, unknown>, message: string): void =>
    void logged.push(`${message} ${JSON.stringify(facts)}`);
  const log: Logger = { debug: note, info: note, warn: note, error: note };
  const { config } = resolveMeshConfig(source, {});
  const current = { config };
  const mesh = createServiceMesh({ clock, log, config: () => current.config, random: () => 0.5 });
  const events: string[] = [];
  mesh.events.on('legacy-startup', ({ reason }) => events.push(`legacy: ${reason}`));
  return {
    clock,
    mesh,
    logged,
    events,
    diary: createDiary(),
    /** Replaces the configuration without telling the mesh. */
    set: (next: Record<string, unknown>) => (current.config = resolveMeshConfig(next, {}).config),
  };
}
