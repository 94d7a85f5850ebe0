import { createManualClock } from '@mediaconduit/testkit';
import { refused } from './__fixtures__/breaker-set-up';
import type { CircuitBreaker } from './circuit-breaker';
import { CircuitRegistry } from './circuit-registry';

const setUp = () => {
  const clock = createManualClock();
  return { clock, registry: new CircuitRegistry({ clock, random: () => 0.5, settings: { connectionFailures: 2 } }) };
};
const failTimes = (breaker: CircuitBreaker, times: number) => {
  for (let call = 0; call < times; call++) breaker.acquire().fail(refused());
};

describe('CircuitRegistry', () => {
  it('gives one breaker per name, with the settings of its first asker over those of all', () => {
    const { registry } = setUp();
    const [common, own] = [registry.getBreaker('a'), registry.getBreaker('b', { connectionFailures: 3 })];
    expect(registry.getBreaker('a', { connectionFailures: 9 })).toBe(common);
    failTimes(common, 2);
    failTimes(own, 2);
    expect([common.state.name, own.state.name]).toEqual(['open', 'closed']);
    expect([...registry.getAllBreakers()]).toEqual([
      ['a', common],
      ['b', own],
    ]);
  });

  it('tells the figures of all by name', () => {
    const { registry } = setUp();
    failTimes(registry.getBreaker('__proto__'), 1);
    registry.getBreaker('b');
    const metrics = registry.getMetrics();
    expect(Object.keys(metrics)).toEqual(['__proto__', 'b']);
    expect(metrics['b']).toMatchObject({ state: 'closed', total: 0 });
  });

  it('tells the health of the whole: half of the circuits open is unhealthy', async () => {
    const { clock, registry } = setUp();
    expect(registry.getSystemHealth()).toEqual({
      ...{ status: 'healthy', total: 0, closed: 0, halfOpen: 0, open: 0, openCircuits: [] },
    });
    const [a, b] = ['a', 'b', 'c'].map((name) => registry.getBreaker(name)) as [CircuitBreaker, CircuitBreaker];
    expect(registry.getSystemHealth().status).toBe('healthy');
    failTimes(a, 2);
    expect(registry.getSystemHealth()).toMatchObject({ status: 'degraded', closed: 2, open: 1, openCircuits: ['a'] });
    registry.getBreaker('d');
    b.open();
    expect(registry.getSystemHealth()).toMatchObject({ status: 'unhealthy', openCircuits: ['a', 'b'] });
    b.close();
    await clock.advance(5000);
    a.acquire();
    expect(registry.getSystemHealth()).toMatchObject({ status: 'degraded', halfOpen: 1, open: 0, total: 4 });
  });

  it('passes on what the breakers tell', () => {
    const { registry } = setUp();
    const told = jest.fn();
    registry.events.on('state-changed', told);
    registry.getBreaker('a').open();
    expect(told.mock.calls).toEqual([[{ name: 'a', previousState: 'closed', currentState: 'open' }]]);
  });

  it('resets all', () => {
    const { registry } = setUp();
    failTimes(registry.getBreaker('a'), 2);
    registry.getBreaker('b').open();
    registry.resetAll();
    expect(registry.getSystemHealth().status).toBe('healthy');
    expect(registry.getMetrics()).toMatchObject({ a: { total: 0 }, b: { stateChanges: 0 } });
  });

  it('forgets one, and all when it is disposed of, without leaving a timer or a listener', async () => {
    const { clock, registry } = setUp();
    registry.events.on('state-changed', () => undefined);
    const [a, b] = [registry.getBreaker('a'), registry.getBreaker('b')];
    for (const breaker of [a, b]) failTimes(breaker, 2);
    await clock.advance(5000);
    for (const breaker of [a, b]) breaker.acquire();
    expect(clock.pending).toBe(2);
    expect([registry.remove('a'), registry.remove('a'), clock.pending]).toEqual([true, false, 1]);
    expect(registry.getBreaker('a')).not.toBe(a);
    registry[Symbol.dispose]();
    expect(registry.events.listenerCount('state-changed')).toBe(0);
    expect([clock.pending, registry.getAllBreakers().size, b.events.listenerCount('state-changed')]).toEqual([0, 0, 0]);
  });
});
