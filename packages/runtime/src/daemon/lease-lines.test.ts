import type { Supervisor } from '../supervisor/supervisor';
import { DEFAULT_BREAKER } from '../resilience/breaker-settings';
import type { UnitLease } from '../supervisor/unit-lease';
import { leaseLines, type LeasedStack } from './lease-lines';

/** A stack with one service that is asked for; `unit` is what runs. */
function stackWith(unit: UnitLease['unit']) {
  const release = jest.fn();
  const lease: UnitLease = { unit, release, [Symbol.dispose]: release };
  const stack: LeasedStack = {
    supervisor: { acquire: async () => lease } as unknown as Supervisor,
    find: () => undefined,
    statusOf: () => undefined,
    async *lines() {
      // nothing happens
    },
  };
  return { release, stack };
}

describe('leaseLines', () => {
  it('gives the lease back when the service ended in the moment in which it was ready', async () => {
    const { release, stack } = stackWith(undefined);
    await expect(leaseLines(stack, 'cow', new AbortController().signal).next()).rejects.toMatchObject({
      code: 'MC_SERVICE_GONE',
      facts: { service: 'cow' },
    });
    expect(release).toHaveBeenCalled();
  });

  it('tells limits that have changed before anybody listened', async () => {
    const running = { baseUrl: 'http://127.0.0.1:7', engine: 'process' };
    const { stack } = stackWith({ running } as unknown as UnitLease['unit']);
    let concurrent = 1;
    const present = (): object => ({ breaker: DEFAULT_BREAKER, bulkhead: { concurrent, waiting: 9 } });
    const find = (() => present()) as unknown as LeasedStack['find'];
    const lines = leaseLines({ ...stack, find }, 'cow', new AbortController().signal);
    expect(await lines.next()).toMatchObject({ value: { type: 'address', bulkhead: { concurrent: 1 } } });
    concurrent = 2;
    expect(await lines.next()).toMatchObject({ value: { type: 'limits', bulkhead: { concurrent: 2 } } });
    expect(await lines.next()).toEqual({ done: true, value: undefined });
  });
});
