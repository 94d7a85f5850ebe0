import type { Clock, ServiceRequest } from '@mediaconduit/sdk';
import type { CallGate } from '../resilience/call-gate';
import { callWithin } from '../resilience/call-within';
import { DEFAULT_TIMEOUT_MS } from './deadline';

/** A call that may be made now. */
export interface Turn {
  /** With what is left of its time. */
  readonly request: ServiceRequest;
  /** Gives the place back; safe to call twice. */
  readonly leave: () => void;
}

/** Waits for a place within the time of the call. @throws see `Enter`. */
export async function waitForTurn(
  gate: CallGate,
  request: ServiceRequest,
  { clock, name }: { readonly name: string; readonly clock: Clock },
): Promise<Turn> {
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
  const askedAt = clock.now();
  let entering: Promise<() => void> | undefined;
  try {
    const leave = await callWithin((ended) => (entering = gate.enter(ended)), { name, clock, signal, timeoutMs });
    if (timeoutMs === 0) return { request, leave };
    return { request: { ...request, timeoutMs: Math.max(1, timeoutMs - (clock.now() - askedAt)) }, leave };
  } catch (error) {
    entering?.then((leave) => leave()).catch(() => undefined); // it came just when the time was over
    throw error;
  }
}
