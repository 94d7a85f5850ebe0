import { BulkheadRegistry } from './bulkhead-registry';

describe('BulkheadRegistry', () => {
  it('makes one for each name, when it is asked for', () => {
    const registry = new BulkheadRegistry();
    expect(registry.find('a')).toBeUndefined();
    const bulkhead = registry.getBulkhead('a', { concurrent: 1 });
    expect([registry.getBulkhead('a'), registry.find('a')]).toEqual([bulkhead, bulkhead]);
    expect([bulkhead.isLimited, registry.getBulkhead('b').isLimited]).toEqual([true, false]);
  });

  it('tells the figures of all by name', async () => {
    const registry = new BulkheadRegistry();
    const leave = await registry.getBulkhead('a').enter();
    registry.getBulkhead('b');
    expect(registry.getMetrics()).toEqual({
      a: { running: 1, waiting: 0, rejected: 0 },
      b: { running: 0, waiting: 0, rejected: 0 },
    });
    leave();
    leave();
    expect(registry.getMetrics()['a']).toMatchObject({ running: 0 });
  });
});
