import { ServiceTurns } from './service-turns';

const { signal } = new AbortController();
const limited = (name: string, concurrent: number) => ({ name, bulkhead: { concurrent, waiting: 9 } });

describe('ServiceTurns', () => {
  it('gives places in the order in which programs ask, and one back at the end of its lines', async () => {
    const turns = new ServiceTurns();
    turns.configure([limited('cow', 1)]);
    const leaving = new AbortController();
    const first = turns.lines('cow', leaving.signal);
    expect(await first.next()).toEqual({ done: false, value: { type: 'turn' } });
    const order: string[] = [];
    const others = ['second', 'third'].map((name) => {
      const lines = turns.lines('cow', signal);
      return lines.next().then(() => {
        order.push(name);
        return lines.return();
      });
    });
    expect(order).toEqual([]);
    const end = first.next();
    leaving.abort();
    await Promise.all([end, ...others]);
    expect(order).toEqual(['second', 'third']);
  });

  it('lets those go who wait for a service that is taken out, and knows it no more', async () => {
    const turns = new ServiceTurns();
    turns.configure([limited('cow', 1)]);
    const held = turns.lines('cow', signal);
    await held.next();
    const waits = turns.lines('cow', signal).next();
    turns.configure([]);
    expect(await waits).toMatchObject({ value: { type: 'turn' } });
    await expect(turns.lines('cow', signal).next()).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
    await held.return();
    turns.configure([limited('cow', 1)]);
    expect(await turns.lines('cow', signal).next()).toMatchObject({ value: { type: 'turn' } });
  });

  it('has no places for what no stack has', async () => {
    const turns = new ServiceTurns();
    turns.configure([limited('cow', 1)]);
    await expect(turns.lines('bull', signal).next()).rejects.toMatchObject({
      code: 'MC_SERVICE_NOT_FOUND',
      facts: { service: 'bull' },
    });
  });
});
