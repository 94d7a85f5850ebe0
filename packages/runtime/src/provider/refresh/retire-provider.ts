import type { Clock } from '@mediaconduit/sdk';
import { messageOf } from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../../runtime-events';
import type { ActiveProvider } from './active-provider';
import { withDeadline } from './with-deadline';

/** How long `dispose()` may take, in ms. */
const DISPOSE_MS = 10_000;

/** How a version that was replaced is given up. */
export interface Retirement {
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  /** How long its calls may go on, in ms. */
  readonly drainMs: number;
}

/** Lets the calls of a version end, then disposes it and gives up its service. Never rejects. */
export async function retireProvider(old: ActiveProvider, { clock, events, drainMs }: Retirement): Promise<void> {
  const startedAt = clock.now();
  const { provider, calls } = old;
  if (calls.count > 0) await withDeadline(clock, calls.ended(), { ms: drainMs, late: undefined, isBackground: true });
  const abandonedCalls = calls.count;
  calls.giveUp();
  try {
    await withDeadline(clock, disposed(old), { ms: DISPOSE_MS, late: undefined, isBackground: true });
  } catch (error) {
    events.emit('provider-warning', { provider: provider.id, message: `dispose() failed: ${messageOf(error)}` });
  }
  events.emit('provider-retired', { provider: provider.id, abandonedCalls, durationMs: clock.now() - startedAt });
}

/** Its service may still be leased by a result that somebody reads: nobody waits for that. */
async function disposed(old: ActiveProvider): Promise<void> {
  try {
    await old.provider.dispose?.();
  } finally {
    void old.release().catch(() => undefined); // told by the events of the service
  }
}
