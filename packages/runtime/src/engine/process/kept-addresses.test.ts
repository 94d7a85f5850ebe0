import type { BoundSocket } from './bind-socket';
import { KeptAddresses, type Tenant } from './kept-addresses';
import type { StandIn, StandInParts } from './stand-in';

/** Tells what happens to sockets and stand-ins as `<port> <what>`. */
function createWorld(): { addresses: KeptAddresses; log: string[]; shutDown: Set<number>; asked: StandInParts[] } {
  const log: string[] = [];
  const shutDown = new Set<number>();
  const asked: StandInParts[] = [];
  let last = 0;
  const bind = (): BoundSocket => {
    const port = ++last;
    return { fd: port, port, isBound: () => !shutDown.has(port), close: () => log.push(`${port} socket closed`) };
  };
  const createStandIn = (parts: unknown): StandIn => {
    asked.push(parts as StandInParts);
    const { port } = (parts as StandInParts).socket;
    const tell = (what: string) => (): unknown => log.push(`${port} ${what}`);
    return { begin: tell('begins'), end: tell('ends'), close: tell('closes') } as unknown as StandIn;
  };
  return { addresses: new KeptAddresses({ bind, createStandIn }), log, shutDown, asked };
}

const tenant = (more: Partial<Tenant> = {}): Tenant => ({ serviceId: 'cow', ...more });

describe('KeptAddresses', () => {
  it('lends the next run the address of the last one, and lets a stand-in answer between', () => {
    const { addresses, log } = createWorld();
    const first = addresses.lend(tenant());
    first?.close();
    expect(addresses.lend(tenant())?.port).toBe(first?.port);
    expect(log).toEqual(['1 ends', '1 begins', '1 ends']);
  });

  it('takes an address back once, from who has it', () => {
    const { addresses, log } = createWorld();
    const first = addresses.lend(tenant());
    first?.close();
    addresses.lend(tenant());
    first?.close();
    expect(log.filter((line) => line === '1 begins')).toHaveLength(1);
  });

  it('keeps services apart', () => {
    const { addresses } = createWorld();
    addresses.lend(tenant())?.close();
    expect(addresses.lend(tenant({ serviceId: 'pig' }))?.port).toBe(2);
  });

  it.each([
    ['older', [0, 1], 2],
    ['newer', [1, 0], 1],
  ] as const)('gives two runs at once an address each, and drops that of the %s when it ends', (_which, ends, port) => {
    const { addresses, log } = createWorld();
    const runs = [addresses.lend(tenant()), addresses.lend(tenant())];
    expect(runs.map((run) => run?.port)).toEqual([1, 2]);
    for (const index of ends) runs[index]?.close();
    expect(log.slice(2)).toEqual([`${3 - port} closes`, `${3 - port} socket closed`, `${port} begins`]);
    expect(addresses.lend(tenant())?.port).toBe(port);
  });

  it('makes a new address when a program has shut the socket down for all', () => {
    const { addresses, log, shutDown } = createWorld();
    addresses.lend(tenant())?.close();
    shutDown.add(1);
    expect(addresses.lend(tenant())?.port).toBe(2);
    expect(log).toContain('1 socket closed');
  });

  it('asks the latest tenant what becomes of a caller', () => {
    const { addresses, asked } = createWorld();
    addresses.lend(tenant())?.close();
    expect(asked[0]?.onCaller()).toBeUndefined();
    const starting = Promise.resolve();
    addresses.lend(tenant({ onCaller: () => starting }))?.close();
    expect(asked[0]?.onCaller()).toBe(starting);
  });

  it('forgets an address: at once, or when it is given back', async () => {
    const { addresses, log } = createWorld();
    addresses.lend(tenant())?.close();
    const lent = addresses.lend(tenant({ serviceId: 'pig' }));
    const closed = addresses.close();
    expect(log).toEqual(['1 ends', '1 begins', '2 ends', '1 closes', '1 socket closed']);
    lent?.close();
    await closed;
    expect(log.slice(5)).toEqual(['2 closes', '2 socket closed']);
  });

  it('lends nothing where nothing can be bound', () => {
    const addresses = new KeptAddresses({ bind: () => undefined, createStandIn: jest.fn() });
    expect(addresses.lend(tenant())).toBeUndefined();
  });
});
