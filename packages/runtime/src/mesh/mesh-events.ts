import type { BreakerEvents } from '../resilience/breaker-state';
import type { SupervisorEvents } from '../supervisor/supervisor-events';
import type { HealthEvents } from './health/health-checker';

/** Everything a mesh tells, by event name. */
export interface MeshEvents extends SupervisorEvents, HealthEvents {
  'circuit-changed': BreakerEvents['state-changed'];
  /** The components are started one after the other, without the mesh. */
  'legacy-startup': [{ reason: string }];
}
