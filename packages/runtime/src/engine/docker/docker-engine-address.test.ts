import type { RunningService, ServiceDefinition } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { failure, FakeDockerClient, type FakeContainer } from './__fixtures__/fake-docker-client';
import { ADDRESS, fakeDockerEngine } from './__fixtures__/fake-docker-engine';
import type { DockerEngine } from './docker-engine';
import { reapContainers } from './reap-containers';

const { signal } = new AbortController();
const JOINS = /^container:/;

describe('DockerEngine with addresses that are kept', () => {
  let folder: TemporaryFolder;
  let client: FakeDockerClient;
  let warnings: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    client = new FakeDockerClient();
    warnings = [];
    await write('web: { image: x, ports: ["80"] }');
  });
  afterEach(() => folder[Symbol.asyncDispose]());

  const write = (services: string): Promise<string> => folder.write('docker-compose.yml', `services:\n  ${services}\n`);
  const definition = (more: Partial<ServiceDefinition> = {}): ServiceDefinition => dockerDefinition(folder.path, more);
  const engineWith = (): DockerEngine => fakeDockerEngine({ home: folder.path, client, warnings });
  const start = (engine: DockerEngine, more: Partial<ServiceDefinition> = {}): Promise<RunningService> =>
    engine.ensure(definition(more), { signal, keepAddress: true });
  const joins = ({ request }: FakeContainer): boolean => JOINS.test(request.HostConfig?.NetworkMode ?? '');
  const holders = (): FakeContainer[] => [...client.containers.values()].filter((one) => !joins(one));
  const names = (): string[] => [...client.containers.values()].map(({ name }) => name);

  it('gives ports and network to a container that does nothing, and none to that of the service', async () => {
    const { id } = await start(engineWith());
    const [holder] = holders();
    expect(holder?.request).toMatchObject({
      ...{ Image: 'x', Entrypoint: ['sleep'], User: '65534:65534', ExposedPorts: { '80/tcp': {} } },
      HostConfig: { Init: true, CapDrop: ['ALL'], ReadonlyRootfs: true, PidsLimit: 16, Memory: 64 * 1024 ** 2 },
    });
    expect(holder?.request.HostConfig?.PortBindings).toEqual({ '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] });
    const { request } = client.containers.get(id) as FakeContainer;
    expect(request.HostConfig?.NetworkMode).toBe(`container:${holder?.id}`);
    expect(request).not.toHaveProperty('ExposedPorts');
    expect(request.HostConfig?.PortBindings).toBeUndefined();
  });

  it('asks for no more than one container when nobody wants that', async () => {
    await engineWith().ensure(definition(), { signal });
    expect(client.containers.size).toBe(1);
    expect(holders()).toHaveLength(1);
  });

  it('leaves the holder where it is in a restart, also with other settings, and tells its address', async () => {
    const engine = engineWith();
    const first = await start(engine);
    const [holder] = holders();
    await engine.release(first.id);
    expect(names()).toEqual([holder?.name]);
    const second = await start(engine, { environment: { A: '1' } });
    expect(holders()).toEqual([holder]);
    expect(second).toMatchObject({ address: first.address, adopted: false });
    await expect(engine.inspect(second.id)).resolves.toMatchObject({ address: first.address });
    await expect(engine.list()).resolves.toMatchObject([{ id: second.id, address: first.address }]);
  });

  it('makes both anew when the holder does not run any more', async () => {
    const engine = engineWith();
    const first = await start(engine);
    const [holder] = holders();
    if (holder) holder.state = 'exited';
    await engine.release(first.id);
    const second = await start(engine);
    expect(holders()).toHaveLength(1);
    expect(holders()[0]?.id).not.toBe(holder?.id);
    expect(client.containers.get(second.id)?.request.HostConfig?.NetworkMode).toBe(`container:${holders()[0]?.id}`);
  });

  it('kills the service when its holder has ended', async () => {
    const engine = engineWith();
    engine.subscribe(() => undefined);
    const { id } = await start(engine);
    const [holder] = holders();
    if (holder) holder.state = 'exited';
    const actor = { ID: holder?.id, Attributes: { ...holder?.request.Labels, exitCode: '137' } };
    client.streams
      .at(-1)
      ?.write(`${JSON.stringify({ Type: 'container', Action: 'die', Actor: actor, timeNano: 1 })}\n`);
    await eventually(async () => expect(client.containers.get(id)?.state).toBe('exited'));
    await engine.close();
  });

  it('runs two copies beside each other, each at its own address, until one is left', async () => {
    const engine = engineWith();
    const first = await start(engine);
    const second = await start(engine);
    expect(client.containers.size).toBe(4);
    const kept = client.containers.get(second.id)?.request.HostConfig?.NetworkMode;
    await engine.release(first.id);
    expect(holders().map(({ id }) => `container:${id}`)).toEqual([kept]);
    await engine.stop(second.id);
    const third = await start(engine);
    expect(client.containers.get(third.id)?.request.HostConfig?.NetworkMode).toBe(kept);
  });

  it('leaves nothing of a first start that fails, and the holder of later ones', async () => {
    const engine = engineWith();
    client.faults = {
      startContainer: (id) =>
        joins(client.containers.get(String(id)) as FakeContainer) ? failure('no', 500) : undefined,
    };
    await expect(start(engine)).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    expect(names()).toEqual([]);
    const faults = client.faults;
    client.faults = {};
    const { id } = await start(engine);
    await engine.release(id);
    client.faults = faults;
    await expect(start(engine)).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    expect(holders()).toHaveLength(1);
    expect(names()).toHaveLength(1);
  });

  it('does without a holder when the image has no program that waits', async () => {
    const engine = engineWith();
    client.faults = {
      startContainer: (id) => {
        const one = client.containers.get(String(id));
        setImmediate(() => one?.request.Entrypoint && (one.state = 'exited'));
        return undefined;
      },
    };
    const { inspectContainer } = client;
    client.inspectContainer = async (id) => {
      await new Promise((resolve) => setImmediate(resolve));
      return inspectContainer.call(client, id);
    };
    const running = await start(engine);
    expect(names()).toHaveLength(1);
    expect(running.address.port).toBe(40_000);
    expect(warnings.join()).toContain('has no "sleep"');
  });

  it('gives up the address when it is told so, and everything when it is closed', async () => {
    const engine = engineWith();
    const { id } = await start(engine);
    await engine.forgetAddress('test-service');
    expect(names()).toHaveLength(2);
    await engine.release(id);
    expect(names()).toEqual([]);
    await start(engine);
    await engine.close();
    expect(names()).toEqual([]);
  });

  it('tries a fixed host port for the holder', async () => {
    await write('web: { image: x, ports: ["127.0.0.1:8080:80"] }');
    client.faults = {
      startContainer: (id) => {
        const { request } = client.containers.get(String(id)) as FakeContainer;
        const isFixed = JSON.stringify(request.HostConfig?.PortBindings ?? '').includes('8080');
        return isFixed ? failure('port is already allocated', 500) : undefined;
      },
    };
    await start(engineWith());
    expect(holders()[0]?.state).toBe('running');
    expect(warnings.join()).toContain('the engine chooses another one');
  });

  it('keeps none for a group, whose containers are in networks of their own', async () => {
    await write('web: { image: x, ports: ["80"], depends_on: [db] }\n  db: { image: x }');
    const engine = engineWith();
    const first = await start(engine);
    expect(client.containers.size).toBe(2);
    const second = await start(engine);
    expect(client.containers.size).toBe(4);
    await engine.release(first.id);
    await engine.release(second.id);
    expect(names()).toEqual([]);
  });

  it('removes both after a program that was killed', async () => {
    await start(engineWith());
    const order = { address: ADDRESS, home: folder.path, homeId: 'abcd1234', names: names() };
    await reapContainers(order, { client, lock: undefined, pause: async () => undefined });
    expect(names()).toEqual([]);
    await start(engineWith());
    const removed = await engineWith().sweep();
    expect(removed).toHaveLength(2);
    expect(names()).toEqual([]);
  });
});
