import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { DEFAULT_BREAKER } from '../resilience/breaker-settings';
import { BulkheadRegistry } from '../resilience/bulkhead-registry';
import { DEFAULT_BULKHEAD } from '../resilience/bulkhead-settings';
import { CircuitBreaker } from '../resilience/circuit-breaker';
import { LeasedLimits } from './leased-limits';

const limitsWith = (concurrent: number) => ({
  breaker: DEFAULT_BREAKER,
  bulkhead: { ...DEFAULT_BULKHEAD, concurrent },
});

/** Runs of one service in one program: each has a lease of its own. */
function program() {
  const bulkheads = new BulkheadRegistry();
  const run = () =>
    new LeasedLimits({
      breaker: new CircuitBreaker({ name: 'cow', clock: SYSTEM_CLOCK }),
      bulkhead: (isWanted) => (isWanted ? bulkheads.getBulkhead('cow') : bulkheads.find('cow')),
      enter: async () => () => undefined,
    });
  return { bulkheads, run };
}

describe('LeasedLimits', () => {
  it('makes a bulkhead where there is a limit only', () => {
    const { bulkheads, run } = program();
    run().take(limitsWith(0));
    expect(bulkheads.find('cow')).toBeUndefined();
    run().take(limitsWith(1));
    expect(bulkheads.find('cow')?.isLimited).toBe(true);
  });

  it('takes back a limit that an earlier run had', () => {
    const { bulkheads, run } = program();
    run().take(limitsWith(1));
    run().take(limitsWith(0));
    expect(bulkheads.find('cow')?.isLimited).toBe(false);
  });
});
