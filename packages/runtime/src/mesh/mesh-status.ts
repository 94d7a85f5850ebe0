import type { BreakerMetrics } from '../resilience/breaker-state';
import type { ComponentLifecycle } from './component';
import type { MeshConfig } from './config/mesh-settings';
import type { HealthStatus } from './health/health-result';
import type { SystemHealth } from './health/system-health';
import type { ComponentState } from './mesh-host';

/** `legacy`: started one after the other, without the mesh. */
export type MeshMode = 'stopped' | 'starting' | 'mesh' | 'legacy';

/** One component in the status. */
export interface ComponentStatus extends ComponentState {
  readonly lifecycle: ComponentLifecycle;
  readonly required: boolean;
  readonly dependencies: readonly string[];
  readonly dependents: readonly string[];
  /** Of all its instances together. */
  readonly health: HealthStatus;
  readonly instances: readonly { readonly id: string; readonly status: HealthStatus }[];
}

/** Everything that is known of a mesh, without a secret. */
export interface MeshStatus {
  readonly mode: MeshMode;
  /** Why it runs without the mesh. */
  readonly legacyReason?: string;
  readonly services: Readonly<Record<string, ComponentStatus>>;
  readonly health: SystemHealth;
  readonly circuits: Readonly<Record<string, BreakerMetrics>>;
  readonly config: MeshConfig;
}
