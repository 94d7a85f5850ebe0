import type { EventEmitter } from 'node:events';
import type { Clock, Logger } from '@mediaconduit/sdk';
import type { CircuitRegistry } from '../resilience/circuit-registry';
import type { MeshConfig } from './config/mesh-settings';
import type { HealthChecker } from './health/health-checker';
import type { MeshEvents } from './mesh-events';
import type { MeshHost } from './mesh-host';
import type { Redactor } from '../config/redactor';
import type { HostOptions } from './supervised-host';

/** What a mesh is made from; `createServiceMesh` puts it together. */
export interface MeshParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly config: () => MeshConfig;
  readonly health: HealthChecker;
  readonly circuits: CircuitRegistry;
  readonly events: EventEmitter<MeshEvents>;
  readonly redact: Redactor;
  /** The supervised one; a new one for each start. */
  readonly createHost: (options: HostOptions) => MeshHost;
}
