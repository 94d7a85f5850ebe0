import { EventEmitter, once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually, FakeWorld, type FakeServe } from '@mediaconduit/testkit';
import { controllerWorld } from './__fixtures__/controller-world';
import { ServiceFront } from './service-front';

/** A controller whose engine says which run leaves. */
function leavingWorld(serve?: FakeServe) {
  const runs = new FakeWorld();
  let count = 0;
  const numbered: FakeServe = () => {
    const run = String((count += 1));
    return (_request, response) => response.end(run);
  };
  const world = controllerWorld({ world: runs, serve: serve ?? numbered });
  const tell = (type: 'leaving' | 'exited', id: string): void => {
    Object.assign(runs.services.get(id) ?? {}, { key: 'left' }); // it is not handed out again
    runs.emit({ type, id, serviceId: 'test-service' });
  };
  return Object.assign(world, { tell });
}

describe('ServiceController whose service is to be replaced', () => {
  it.each(['while it gets ready', 'in the moment in which it is ready'])(
    'waits for the next run, told %s',
    async (when) => {
      await using world = leavingWorld();
      let probes = 0;
      world.answer(() => {
        probes += 1;
        if (probes === 1) world.tell('leaving', 'fake:1');
        return probes === 1 && when.startsWith('while')
          ? { verdict: 'wait', reason: 'HTTP 503' }
          : { verdict: 'ready' };
      });
      const acquired = world.controller.acquire();
      await world.clock.advance(10);
      expect((await (await acquired).request({ path: '/' }, 0)).text()).toBe('2');
      expect(world.engine.calls).toEqual(['ensure test-service', 'stop fake:1', 'ensure test-service']);
      expect([world.controller.generation, world.controller.state.name]).toEqual([1, 'ready']);
    },
  );

  it('waits for the next run when one that it took over ends before it is ready', async () => {
    await using world = leavingWorld();
    const { controller, engine } = world;
    await engine.ensure(controller.definition, { signal: new AbortController().signal });
    let probes = 0;
    world.answer(() => {
      probes += 1;
      if (probes === 1) world.tell('exited', 'fake:1');
      return probes === 1 ? { verdict: 'wait', reason: 'no answer' } : { verdict: 'ready' };
    });
    expect((await (await controller.acquire()).request({ path: '/' }, 0)).text()).toBe('2');
    expect([controller.generation, controller.state.name]).toEqual([1, 'ready']);
  });

  it('lets a caller who was given the run before that was told make the call', async () => {
    await using world = leavingWorld();
    const client = await world.controller.acquire();
    world.tell('leaving', 'fake:1');
    expect(world.controller.state.name).toBe('absent');
    expect((await client.request({ path: '/' }, 0)).text()).toBe('1');
    await eventually(async () => expect(world.engine.calls).toContain('stop fake:1'));
  });

  it('closes connections of its stable port that are kept for later requests, and waits for none of them', async () => {
    await using world = leavingWorld();
    await using front = await ServiceFront.open(world.controller);
    using agent = Object.assign(new Agent({ keepAlive: true }), { [Symbol.dispose]: () => agent.destroy() });
    const get = async (): Promise<string> => {
      const [response] = (await once(request(front.baseUrl, { agent }).end(), 'response')) as [IncomingMessage];
      return text(response);
    };
    expect([await get(), await get()]).toEqual(['1', '1']);
    const [kept] = Object.values(agent.freeSockets).flat();
    world.tell('leaving', 'fake:1');
    await once(kept as Socket, 'close');
    await eventually(async () => expect(world.engine.calls).toContain('stop fake:1'));
    expect(await get()).toBe('2');
  });

  it('lets a slow reader have the whole answer before its connection is closed', async () => {
    const body = 'm'.repeat(8 * 1024 * 1024);
    await using world = leavingWorld(() => (_request, response) => response.end(body));
    await using front = await ServiceFront.open(world.controller);
    const reader = connect(front.port, '127.0.0.1').pause();
    reader.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await eventually(async () => expect(world.controller.state.name).toBe('ready'));
    await new Promise((resolve) => reader.once('readable', resolve));
    world.tell('leaving', 'fake:1');
    expect((await text(reader)).length).toBeGreaterThan(body.length);
    await eventually(async () => expect(world.engine.calls).toContain('stop fake:1'));
  });

  it('gives a run back when the last connection of its stable port is closed; new ones go to the next run', async () => {
    const first = new EventEmitter();
    let count = 0;
    await using world = leavingWorld(() => {
      const run = String((count += 1));
      return (_request, response) => (run === '1' ? first.once('answer', () => response.end(run)) : response.end(run));
    });
    await using front = await ServiceFront.open(world.controller);
    const get = async (): Promise<string> => (await fetch(front.baseUrl, { headers: { connection: 'close' } })).text();
    const slow = get();
    await eventually(async () => expect(first.listenerCount('answer')).toBe(1));
    world.tell('leaving', 'fake:1');
    await expect(get()).resolves.toBe('2');
    expect(world.engine.calls).toEqual(['ensure test-service', 'ensure test-service']);
    first.emit('answer');
    await expect(slow).resolves.toBe('1');
    await eventually(async () => expect(world.engine.calls).toContain('stop fake:1'));
  });

  it('waits for no lease, and for no connection once it is stopped', async () => {
    await using world = leavingWorld(() => () => undefined);
    const lease = await world.controller.lease();
    world.tell('leaving', 'fake:1');
    await eventually(async () => expect(world.engine.calls).toContain('stop fake:1'));
    await using front = await ServiceFront.open(world.controller);
    const socket = connect(front.port, '127.0.0.1');
    await eventually(async () => expect(world.controller.generation).toBe(2));
    world.tell('leaving', 'fake:2');
    await world.controller.stop();
    await eventually(async () => expect(world.engine.calls).toContain('stop fake:2'));
    lease.release();
    socket.destroy();
  });

  it('fails the calls of a run that ends before they do', async () => {
    await using world = leavingWorld(() => () => undefined);
    const client = await world.controller.acquire();
    const call = expect(client.request({ path: '/' }, 0)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    world.tell('leaving', 'fake:1');
    world.tell('exited', 'fake:1');
    await call;
  });
});
