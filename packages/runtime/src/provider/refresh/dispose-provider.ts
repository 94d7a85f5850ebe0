import { messageOf, type Clock, type Provider } from '@mediaconduit/sdk';
import type { RuntimeEmitter } from '../../runtime-events';
import { withDeadline } from './with-deadline';

/** How long `dispose()` may take, in ms. */
const DISPOSE_MS = 10_000;

/** How long the end of the runtime waits for a provider that is being loaded, in ms. */
const LOADING_MS = 2000;

/** Who waits for the end of a provider. */
export interface Disposal {
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
  /** Whether the program may end meanwhile. Default false. */
  readonly isBackground?: boolean;
}

/** Has a provider put its things in order. Never rejects; one that does not end is left alone, with a warning. */
export async function disposeProvider(provider: Provider, { clock, events, isBackground }: Disposal): Promise<void> {
  const warn = (message: string): void => void events.emit('provider-warning', { provider: provider.id, message });
  try {
    const ended = disposed(provider).then(() => true);
    const isEnded = await withDeadline(clock, ended, { ms: DISPOSE_MS, late: false, isBackground });
    if (!isEnded) warn(`dispose() did not end within ${DISPOSE_MS / 1000} s and is not waited for`);
  } catch (error) {
    warn(`dispose() failed: ${messageOf(error)}`);
  }
}

/** As above, when the provider is there; one that is there too late is disposed then. */
export async function endProvider(active: Promise<{ readonly provider: Provider }>, disposal: Disposal): Promise<void> {
  const { clock, events } = disposal;
  const loaded = active.catch(() => undefined); // told to who asked for it
  const made = await withDeadline(clock, loaded, { ms: LOADING_MS, late: 'late' as const });
  if (made === 'late')
    void loaded.then((late) => late && disposeProvider(late.provider, { clock, events, isBackground: true }));
  else if (made) await disposeProvider(made.provider, { clock, events });
}

async function disposed(provider: Provider): Promise<void> {
  await provider.dispose?.();
}
