import type { MeshConfig, SectionName } from '../config/mesh-settings';
import type { ServiceMesh } from '../service-mesh';
import { createKafkaComponent } from './kafka-component';
import { createPostgresComponent } from './postgres-component';
import type { ReadyMadeOptions } from './ready-made-options';
import { createRedisComponent } from './redis-component';
import { checkDspy, checkVoice } from './setting-checks';
import { createTemporalComponent } from './temporal-component';

/** Adds a component, or at least a check, for every section that is enabled and of whose name there is no component yet. */
export function registerStandardComponents(mesh: ServiceMesh, config: () => MeshConfig): void {
  const wanted = (name: SectionName): boolean => config()[name].enabled && !mesh.has(name);
  if (wanted('database')) mesh.register(createPostgresComponent(optionsOf('database', config())));
  if (wanted('redis')) mesh.register(createRedisComponent(optionsOf('redis', config())));
  if (wanted('kafka')) mesh.register(createKafkaComponent(optionsOf('kafka', config())));
  if (wanted('temporal')) mesh.register(createTemporalComponent(optionsOf('temporal', config())));
  if (wanted('dspy'))
    mesh.health.registerCheck('dspy', () => checkDspy(config().dspy), { required: config().dspy.required });
  if (wanted('voice'))
    mesh.health.registerCheck('voice', () => checkVoice(config().voice), { required: config().voice.required });
}

function optionsOf(section: SectionName, config: MeshConfig): Omit<ReadyMadeOptions<never>, 'load'> {
  const { required, timeout, retryCount, retryDelay } = config[section];
  return { required, startTimeoutMs: timeout * 1000, retries: retryCount, retryDelayMs: retryDelay * 1000 };
}
