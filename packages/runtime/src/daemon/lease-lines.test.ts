import type { Supervisor } from '../supervisor/supervisor';
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
});
