import type { MeshConfig, SectionName } from '../config/mesh-settings';
import type { ServiceMesh } from '../service-mesh';
import { createKafkaComponent } from './kafka-component';
import { createPostgresComponent } from './postgres-component';
import type { ReadyMadeOptions } from './ready-made-options';
import { createRedisComponent } from './redis-component';
import { checkDspy, checkVoice } from './setting-checks';
import { createTemporalComponent } from './temporal-component';

/** Adds a component, or at least a check, for every section of the configuration that is enabled. */
export function registerStandardComponents(mesh: ServiceMesh, config: () => MeshConfig): void {
  const { database, redis, kafka, temporal, dspy, voice } = config();
  if (database.enabled) mesh.register(createPostgresComponent(optionsOf('database', config())));
  if (redis.enabled) mesh.register(createRedisComponent(optionsOf('redis', config())));
  if (kafka.enabled) mesh.register(createKafkaComponent(optionsOf('kafka', config())));
  if (temporal.enabled) mesh.register(createTemporalComponent(optionsOf('temporal', config())));
  if (dspy.enabled) mesh.health.registerCheck('dspy', () => checkDspy(config().dspy), { required: dspy.required });
  if (voice.enabled) mesh.health.registerCheck('voice', () => checkVoice(config().voice), { required: voice.required });
}

function optionsOf(section: SectionName, config: MeshConfig): Omit<ReadyMadeOptions<never>, 'load'> {
  const { required, timeout, retryCount, retryDelay } = config[section];
  return { required, startTimeoutMs: timeout * 1000, retries: retryCount, retryDelayMs: retryDelay * 1000 };
}
