import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { eventually } from '@mediaconduit/testkit';
import type { UpRequest } from './protocol';
import type { StackHost } from './stack-host';
import { StackHosts } from './stack-hosts';

interface FakeHost {
  isUnused: boolean;
  runs: boolean;
}

/** Hosts that start what they are told, until they are closed as `close` says. */
function fakeHosts(close: (host: number) => Promise<void> = async () => undefined) {
  const hosts: FakeHost[] = [];
  const empty = jest.fn();
  const createHost = (id: string, { file }: UpRequest): StackHost => {
    const number = hosts.length;
    const state: FakeHost = { isUnused: false, runs: false };
    let tellUnused = (): void => undefined;
    hosts.push(state);
    const host = {
      ...{ id, file },
      async *up() {
        if (file.startsWith('/wrong')) {
          const work = setImmediate().then(() => {
            if (!state.isUnused) tellUnused();
            state.isUnused = true;
          });
          yield { type: 'rejected' };
          await work;
          throw new TypeError('the file is wrong');
        }
        state.runs = true;
        yield { type: 'result' };
      },
      onUnused: (listener: () => void) => (tellUnused = listener),
      async close() {
        await close(number);
        state.runs = false;
        return [];
      },
      status: async () => ({ id }),
      async *lease() {
        while (state.runs) await setImmediate();
        yield* [];
        throw new TypeError('it was closed');
      },
      turns: { lines: () => host.lease() },
    };
    return Object.assign(state, host) as unknown as StackHost;
  };
  const stacks = new StackHosts({ createHost, onEmpty: empty });
  const up = async (file = '/shop/mediaconduit.yml'): Promise<void> => {
    const lines = stacks.up({ file, features: {}, services: [], environment: {}, wait: true });
    while (!(await lines.next()).done);
  };
  const ids = async (): Promise<string[]> => (await stacks.status()).map(({ id }) => id);
  return { empty, hosts, ids, stacks, up };
}

describe('StackHosts', () => {
  it('forgets a stack that could not be stopped, so that it can be started again', async () => {
    const { empty, hosts, ids, stacks, up } = fakeHosts(async (host) => {
      if (host === 0) throw new Error('the engine is away');
    });
    await up();
    const [id = ''] = await ids();
    await expect(stacks.down(id)).rejects.toThrow('the engine is away');
    expect([await ids(), empty.mock.calls.length]).toEqual([[], 1]);
    await up();
    expect([await ids(), hosts.length]).toEqual([[id], 2]);
    await stacks.down(id);
    expect(empty).toHaveBeenCalledTimes(2);
  });

  it('tells all whose request was wrong what is wrong, and forgets the stack', async () => {
    const { empty, hosts, ids, up } = fakeHosts();
    const wrong = () => expect(up('/wrong/mediaconduit.yml')).rejects.toThrow('the file is wrong');
    await Promise.all([wrong(), wrong()]);
    expect([hosts.length, await ids(), empty.mock.calls.length]).toEqual([1, [], 1]);
  });

  it('forgets a stack that was wrong when nobody reads that any more', async () => {
    const { empty, hosts, ids, stacks } = fakeHosts();
    const request = { file: '/wrong/mediaconduit.yml', features: {}, services: [], environment: {}, wait: true };
    const lines = stacks.up(request);
    await lines.next();
    await lines.return();
    expect(await ids()).toHaveLength(1);
    await eventually(async () => expect([hosts.length, await ids(), empty.mock.calls.length]).toEqual([1, [], 1]));
  });

  it('waits for the end of every stack, and then tells the first failure', async () => {
    const { hosts, stacks, up } = fakeHosts(async (host) => {
      if (host === 0) throw new Error('it is stuck');
      await setImmediate();
    });
    await up('/one/mediaconduit.yml');
    await up('/two/mediaconduit.yml');
    await expect(stacks.close()).rejects.toThrow('it is stuck');
    expect(hosts.map(({ runs }) => runs)).toEqual([true, false]);
  });

  it('starts nothing for those who waited for the end of a stack when all of them end', async () => {
    const { hosts, ids, stacks, up } = fakeHosts(() => setImmediate());
    await up();
    const ending = stacks.down((await ids())[0] ?? '');
    const late = [up(), up()].map((one) => expect(one).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' }));
    await stacks.close();
    await Promise.all([ending, ...late]);
    expect(hosts.map(({ runs }) => runs)).toEqual([false]);
    await expect(up('/other/mediaconduit.yml')).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });

  it('starts a stack once for all who waited for its end', async () => {
    const { empty, hosts, ids, stacks, up } = fakeHosts(() => setImmediate());
    await up();
    await Promise.all([stacks.down((await ids())[0] ?? ''), up(), up()]);
    expect([hosts.map(({ runs }) => runs), empty.mock.calls.length]).toEqual([[false, true], 0]);
  });

  it('lends nothing of a stack that ends, and says so', async () => {
    const { stacks, up } = fakeHosts(() => setImmediate());
    await up();
    const ending = stacks.down((await stacks.status())[0]?.id ?? '');
    const lease = stacks.lease('/shop', 'cow', new AbortController().signal).next();
    await expect(lease).rejects.toMatchObject({
      code: 'MC_SERVICE_NOT_FOUND',
      message: expect.stringMatching('stopped'),
    });
    expect(await stacks.status()).toMatchObject([{ isEnding: true }]);
    await ending;
  });

  it('says that of a lease which waited for its service, too', async () => {
    const { stacks, up } = fakeHosts(() => setImmediate());
    await up();
    const lease = stacks.lease('/shop', 'cow', new AbortController().signal).next();
    const told = expect(lease).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
    await stacks.close();
    await told;
  });

  it('says that of places for calls which somebody waits for, too', async () => {
    const { stacks, up } = fakeHosts(() => setImmediate());
    await up();
    const turn = stacks.turns('/shop', Readable.from([]), new AbortController().signal).next();
    const told = expect(turn).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
    await stacks.close();
    await told;
  });
});
