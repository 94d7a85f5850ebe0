import type { Clock } from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../../runtime-events';
import type { ActiveProvider } from './active-provider';
import { disposeProvider } from './dispose-provider';
import { withDeadline } from './with-deadline';

/** How long the end of its service is waited for, in ms: somebody may still read a result of it. */
const RELEASE_MS = 2000;

/** How a version that was replaced is given up. */
export interface Retirement {
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  /** How long its calls may go on, and what they answered may be read, in ms. */
  readonly drainMs: number;
  /** The runtime is closed: nothing is waited for. */
  readonly closing: AbortSignal;
}

/**
 * Lets the calls of a version end, and what it has answered be read; then disposes it and gives up its service. Never
 * rejects.
 */
export async function retireProvider(old: ActiveProvider, retirement: Retirement): Promise<void> {
  const { clock, events, drainMs, closing: signal } = retirement;
  const startedAt = clock.now();
  const { provider, calls, lending } = old;
  const drained = { late: undefined, isBackground: true, signal };
  if (calls.count > 0) await withDeadline(clock, calls.ended(), { ms: drainMs, ...drained });
  const abandonedCalls = calls.count;
  calls.giveUp();
  if (lending?.isInUse) {
    const leftMs = Math.max(0, drainMs - (clock.now() - startedAt));
    await withDeadline(clock, lending.whenIdle(), { ms: leftMs, ...drained });
  }
  await disposeProvider(provider, { clock, events, isBackground: true });
  const released = old.release().catch(() => undefined); // told by the events of the service
  await withDeadline(clock, released, { ms: RELEASE_MS, late: undefined, isBackground: true });
  events.emit('provider-retired', { provider: provider.id, abandonedCalls, durationMs: clock.now() - startedAt });
}
