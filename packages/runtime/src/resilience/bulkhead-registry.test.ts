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

  it('tells when one goes by other settings', () => {
    const registry = new BulkheadRegistry();
    const told: string[] = [];
    const forget = registry.onChange((name) => told.push(name));
    registry.getBulkhead('a').configure({ concurrent: 1 });
    registry.getBulkhead('a').follow({ concurrent: 2, waiting: 1 }, async () => () => undefined);
    expect(told).toEqual(['a', 'a', 'a']);
    forget();
    registry.getBulkhead('b');
    expect(told).toHaveLength(3);
  });
});
