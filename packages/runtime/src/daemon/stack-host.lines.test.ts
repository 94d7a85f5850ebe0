import { eventually } from '@mediaconduit/testkit';
import { service, stackWorld, type StackWorld } from './__fixtures__/stack-world';

describe('StackHost', () => {
  let world: StackWorld;
  beforeEach(async () => {
    world = await stackWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  /** Reads to the end in the background. */
  function read<T>(lines: AsyncIterable<T>): { readonly lines: T[]; readonly end: Promise<void> } {
    const seen: T[] = [];
    const end = (async () => {
      for await (const line of lines) seen.push(line);
    })();
    return { lines: seen, end };
  }

  it('tells how every service ends, and ends what it tells with the stack', async () => {
    await world.up(service('cow'));
    const { signal } = new AbortController();
    const events = read(world.host.lines(signal));
    const logs = read(world.host.logs({ services: [], lines: 10, follow: true, signal }));
    await eventually(async () => expect(logs.lines).toEqual([{ type: 'log', service: 'cow', line: 'born' }]));
    await world.host.close();
    await Promise.all([events.end, logs.end]);
    expect(events.lines.at(-1)).toMatchObject({ type: 'state', service: 'cow', status: { state: 'absent' } });
    await read(world.host.lines(signal)).end;
  });

  it('goes on with the logs of a stack whose services come and go', async () => {
    await world.up(service('cow'));
    const abort = new AbortController();
    const { end, lines } = read(world.host.logs({ services: [], lines: 10, follow: true, signal: abort.signal }));
    await eventually(async () => expect(lines).toHaveLength(1));
    await world.up(service('hen'));
    await eventually(async () => expect(lines.map((line) => line.service)).toEqual(['cow', 'hen']));
    abort.abort();
    await end;
  });
});
