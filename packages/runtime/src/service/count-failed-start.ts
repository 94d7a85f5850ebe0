import type { MediaConduitError } from '@mediaconduit/sdk';
import type { CircuitBreaker } from '../resilience/circuit-breaker';

/** A start that failed is one failed call, however many waited for it. Answers the error. */
export function countFailedStart(breaker: CircuitBreaker, error: MediaConduitError): MediaConduitError {
  try {
    breaker.acquire().fail(error);
  } catch {
    // it is open already
  }
  return error;
}
