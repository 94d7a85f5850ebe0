import type { MediaConduitError, ServiceDefinition } from '@mediaconduit/sdk';
import type { CallGate } from '../resilience/call-gate';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import type { ControllerParts } from './controller-parts';
import type { ServiceClient } from './service-client';

/** What calls need of a service: that of this process, or of the process that runs it for a provider. */
export interface CalledService {
  readonly definition: Pick<ServiceDefinition, 'id' | 'readiness'>;
  readonly parts: Pick<ControllerParts, 'clock' | 'probe'>;
  /** What runs now, as far as it is known. */
  readonly running: { readonly baseUrl: string } | undefined;
  /** The client of the ready service, without waiting. */
  readonly client: ServiceClient | undefined;
  readonly breaker: CircuitBreaker;
  /** `undefined` when nothing limits how many calls there are at once. */
  readonly gate: CallGate | undefined;
  /** Waits until the service is ready, starting it when nobody has. */
  acquire(signal?: AbortSignal): Promise<ServiceClient>;
  /** The error of a call whose connection was lost, with what is known of the end of the service. */
  explain(error: MediaConduitError): Promise<MediaConduitError>;
}
