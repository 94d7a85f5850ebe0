import { MediaConduitError } from '@mediaconduit/sdk';
import type { BreakerStateName } from './breaker-state';

/** What is known when a call is rejected. */
export interface Rejection {
  readonly name: string;
  readonly state: BreakerStateName;
  /** `undefined` when the circuit was opened by hand. */
  readonly nextProbeMs: number | undefined;
  /** The failure that opened the circuit. */
  readonly cause: unknown;
}

/** The error for a call that was not made. */
export function circuitOpenError({ name, state, nextProbeMs, cause }: Rejection): MediaConduitError {
  const retryAfterMs = nextProbeMs === undefined ? undefined : Math.ceil(nextProbeMs);
  const facts = { name, state, retryAfterMs };
  if (retryAfterMs === undefined) {
    return new MediaConduitError('MC_CIRCUIT_OPEN', `"${name}" was taken out of use by hand.`, {
      hint: 'close its circuit when it may be used again',
      facts,
      cause,
    });
  }
  const why = state === 'open' ? 'failed so often lately that it is spared' : 'is being tried out after it failed';
  return new MediaConduitError('MC_CIRCUIT_OPEN', `"${name}" ${why}; this call was not made.`, {
    hint: `try again in ${(retryAfterMs / 1000).toFixed(1)} s; the cause of this error is the failure that led to it`,
    facts,
    cause,
  });
}
