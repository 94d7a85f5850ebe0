import type { MediaConduitError } from '@mediaconduit/sdk';
import type { StartReport } from '../supervisor/start-report';
import type { DeploymentMode } from './clara-service';
import type { ServiceRecord } from './service-record';
import type { ServiceState } from './service-state';

/** A service that an event is about. */
export interface ServiceEvent {
  readonly name: string;
  readonly service: ServiceRecord;
}

/** Everything a manager tells, by event name. */
export interface ManagerEvents {
  'service-registered': [ServiceEvent];
  'service-started': [ServiceEvent & { readonly deploymentMode: DeploymentMode }];
  'all-services-started': [StartReport];
  'service-stopped': [ServiceEvent];
  'all-services-stopped': [];
  /** A check was missed: `misses` in a row so far. */
  'service-unhealthy': [
    ServiceEvent & { readonly deploymentMode: DeploymentMode; readonly reason: string; readonly misses: number },
  ];
  /** It could not be started or stopped, ended by itself, or hung. */
  'service-error': [ServiceEvent & { readonly error: MediaConduitError }];
  /** A start of all came to nothing: what it had begun is undone. */
  'startup-failed': [MediaConduitError];
  'service-state-changed': [
    { readonly name: string; readonly previousState: ServiceState; readonly currentState: ServiceState },
  ];
}
