import type { SampleRequest } from '../settings/settings';
import type { ServiceBench } from './service-bench';
import type { ServiceFacts } from './service-facts';

/** What the rules about services look at. */
export interface ServiceSubject {
  readonly facts: ServiceFacts;
  readonly bench: ServiceBench;
  /** Requests that are answered with 2xx. */
  readonly requests: readonly SampleRequest[];
  /** Whether Docker is to be used. */
  readonly docker: boolean;
}
