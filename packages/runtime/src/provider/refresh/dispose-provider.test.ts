import type { Provider } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { createRuntimeEmitter } from '../../runtime-events';
import { endProvider } from './dispose-provider';

function disposal() {
  const warnings: string[] = [];
  const events = createRuntimeEmitter();
  events.on('provider-warning', ({ message }) => warnings.push(message));
  return { clock: createManualClock(), events, warnings };
}

const providerThat = (dispose: () => Promise<void>): Provider => ({ id: 'cow', dispose }) as unknown as Provider;
const never = new Promise<never>(() => undefined);
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('endProvider', () => {
  it('does not wait for ever for a dispose() that does not end, and says so', async () => {
    const { clock, events, warnings } = disposal();
    const ended = endProvider(Promise.resolve({ provider: providerThat(() => never) }), { clock, events });
    await settle();
    await clock.advance(10_000);
    await ended;
    expect(warnings).toEqual(['dispose() did not end within 10 s and is not waited for']);
  });

  it('disposes a provider that is loaded too late when it is there', async () => {
    const { clock, events, warnings } = disposal();
    let disposed = 0;
    const provider = providerThat(async () => void disposed++);
    let loaded = (_active: { provider: Provider }): void => undefined;
    const active = new Promise<{ provider: Provider }>((resolve) => (loaded = resolve));
    const ended = endProvider(active, { clock, events });
    await settle();
    await clock.advance(2000);
    await ended;
    expect(disposed).toBe(0);
    loaded({ provider });
    await settle();
    expect([disposed, warnings]).toEqual([1, []]);
  });

  it('leaves no timer behind, also for one that could not be loaded', async () => {
    const { clock, events, warnings } = disposal();
    await endProvider(Promise.resolve({ provider: providerThat(async () => undefined) }), { clock, events });
    await endProvider(Promise.reject(new Error('no GPU')), { clock, events });
    expect([clock.pending, warnings]).toEqual([0, []]);
  });
});
