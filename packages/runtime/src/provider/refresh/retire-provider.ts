import { messageOf, type Clock, type Provider } from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../../runtime-events';
import type { ActiveProvider } from './active-provider';
import { withDeadline } from './with-deadline';

/** How long `dispose()` may take, in ms. */
const DISPOSE_MS = 10_000;
/** How long the end of its service is waited for, in ms: somebody may still read a result of it. */
const RELEASE_MS = 2000;

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
    await withDeadline(clock, disposed(provider), { ms: DISPOSE_MS, late: undefined, isBackground: true });
  } catch (error) {
    events.emit('provider-warning', { provider: provider.id, message: `dispose() failed: ${messageOf(error)}` });
  }
  const released = old.release().catch(() => undefined); // told by the events of the service
  await withDeadline(clock, released, { ms: RELEASE_MS, late: undefined, isBackground: true });
  events.emit('provider-retired', { provider: provider.id, abandonedCalls, durationMs: clock.now() - startedAt });
}

async function disposed(provider: Provider): Promise<void> {
  await provider.dispose?.();
}
