import { eventually } from '@mediaconduit/testkit';
import { service, stackWorld, type StackWorld } from './__fixtures__/stack-world';

describe('StackHost of processes that inherit their sockets', () => {
  let world: StackWorld;
  beforeEach(async () => {
    world = await stackWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('keeps an address over a restart and over other settings', async () => {
    await world.up(service('cow'));
    const baseUrl = (await world.statusOf('cow'))?.baseUrl;
    await world.host.restart('cow');
    expect((await world.statusOf('cow'))?.baseUrl).toBe(baseUrl);
    await world.up(service('cow', ', environment: { WORD: moo }'));
    expect((await world.statusOf('cow'))?.baseUrl).toBe(baseUrl);
    await expect(world.textAt(baseUrl)).resolves.toBe('moo');
  });

  it('gives the address of a service up that is removed, and no other one', async () => {
    await world.up(service('cow') + service('hen'));
    const [cow, hen] = [(await world.statusOf('cow'))?.baseUrl, (await world.statusOf('hen'))?.baseUrl];
    await world.up(service('hen'));
    await expect(world.textAt(cow)).rejects.toThrow('fetch failed');
    await expect(world.textAt(hen)).resolves.toBe('muh');
  });

  it('starts a service that is idle for whoever calls it', async () => {
    await world.up(service('cow', ', idleStopMs: 100'));
    const baseUrl = (await world.statusOf('cow'))?.baseUrl;
    await eventually(async () => expect((await world.statusOf('cow'))?.state).toBe('absent'));
    await expect(world.textAt(baseUrl)).resolves.toBe('muh');
  });

  it('does not start a service that is idle when a person has stopped it', async () => {
    await world.up(service('cow', ', idleStopMs: 100'));
    const baseUrl = (await world.statusOf('cow'))?.baseUrl;
    await eventually(async () => expect((await world.statusOf('cow'))?.state).toBe('absent'));
    await world.host.stop('cow');
    await expect(world.textAt(baseUrl)).resolves.toContain('MC_SERVICE_GONE');
    expect((await world.statusOf('cow'))?.state).toBe('absent');
  });

  it('tells who calls a service that is idle and cannot be started, and tries it no oftener than others', async () => {
    await world.up(service('cow', ', idleStopMs: 100, restart: { delayMs: 10, maxRestarts: 1 }'));
    const baseUrl = (await world.statusOf('cow'))?.baseUrl;
    await eventually(async () => expect((await world.statusOf('cow'))?.state).toBe('absent'));
    await world.folder.write('server.js', 'process.exit(1)');
    await expect(world.textAt(baseUrl)).resolves.toContain('MC_SERVICE_GONE');
    await eventually(async () => expect((await world.statusOf('cow'))?.state).toBe('failed'));
    await expect(world.textAt(baseUrl)).resolves.toContain('MC_SERVICE_GONE');
    expect(await world.statusOf('cow')).toMatchObject({ state: 'failed', restarts: 1 });
  });

  it('refuses who calls a service that is idle as soon as it cannot be launched at all', async () => {
    await world.up(service('cow', ', idleStopMs: 100, restart: { delayMs: 60000 }'));
    const baseUrl = (await world.statusOf('cow'))?.baseUrl;
    await eventually(async () => expect((await world.statusOf('cow'))?.state).toBe('absent'));
    await world.folder[Symbol.asyncDispose](); // also where the program was
    await expect(world.textAt(baseUrl)).resolves.toContain('MC_SERVICE_GONE');
  });
});
