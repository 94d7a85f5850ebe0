export type {
  ComponentContext,
  ComponentDefinition,
  ComponentLifecycle,
  ComponentSettings,
  ComponentSource,
} from './component';
export {
  checkKafka,
  createKafkaComponent,
  type KafkaAdmin,
  type KafkaClient,
  type KafkaConnection,
  type KafkaPackage,
} from './components/kafka-component';
export {
  checkPostgres,
  createPostgresComponent,
  type PostgresPackage,
  type PostgresPool,
} from './components/postgres-component';
export type { ReadyMadeOptions } from './components/ready-made-options';
export { checkRedis, createRedisComponent, type RedisClient, type RedisPackage } from './components/redis-component';
export { registerStandardComponents } from './components/register-standard';
export { checkDspy, checkVoice } from './components/setting-checks';
export {
  checkTemporal,
  createTemporalComponent,
  type TemporalConnection,
  type TemporalLink,
  type TemporalPackage,
} from './components/temporal-component';
export {
  MeshConfigManager,
  type MeshConfigEvents,
  type MeshConfigOptions,
  type MeshConfigSummary,
} from './config/mesh-config-manager';
export type { MeshConfig, SectionConfig, SectionName } from './config/mesh-settings';
export type { MeshConfigPatch } from './config/patch-mesh-file';
export { createServiceMesh, type ServiceMeshOptions } from './create-service-mesh';
export {
  HealthChecker,
  type CheckOptions,
  type HealthCheckerOptions,
  type HealthEvents,
} from './health/health-checker';
export type { HealthCheck, HealthResult, HealthStatus, HealthVerdict } from './health/health-result';
export type { CheckReport, SystemHealth } from './health/system-health';
export type { PooledInstance } from './instance-pool';
export type { MeshEvents } from './mesh-events';
export type { ComponentState, FailedComponent, MeshStartReport } from './mesh-host';
export type { InstanceOptions } from './mesh-instances';
export type { Scope } from './mesh-scope';
export type { ComponentStatus, MeshMode, MeshStatus } from './mesh-status';
export type { ServiceMesh } from './service-mesh';
export { ServiceLifecycle, type ServiceRegistration, type StartupOrchestrator } from './startup-orchestrator';
export {
  configureServiceMesh,
  getCircuitManager,
  getConfigManager,
  getHealthChecker,
  getServiceMesh,
  getStartupOrchestrator,
  resetServiceMesh,
  type XSevenOptions,
} from './x-seven';
