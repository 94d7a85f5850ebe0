import type { ServiceDefinition } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { failure, FakeDockerClient, type FakeContainer } from './__fixtures__/fake-docker-client';
import { ADDRESS, fakeDockerEngine } from './__fixtures__/fake-docker-engine';
import type { DockerEngine } from './docker-engine';
import type { DockerEngineOptions, ReapOrder } from './docker-engine-options';

const { signal } = new AbortController();

describe('DockerEngine', () => {
  let folder: TemporaryFolder;
  let client: FakeDockerClient;
  let reaped: ReapOrder[];
  let warnings: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    client = new FakeDockerClient();
    [reaped, warnings] = [[], []];
    await write('image: x\n    ports: ["80"]');
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  const write = (service: string): Promise<string> =>
    folder.write('docker-compose.yml', `volumes: { data: }\nservices:\n  web:\n    ${service}\n`);
  const definition = (overrides: Partial<ServiceDefinition> = {}): ServiceDefinition =>
    dockerDefinition(folder.path, overrides);
  const engineWith = (overrides: Partial<DockerEngineOptions> = {}): DockerEngine =>
    fakeDockerEngine({
      ...{ home: folder.path, client, warnings, isAlive: () => true },
      reap: (order) => void reaped.push(order),
      ...overrides,
    });

  it('asks the engine nothing for a file that is not allowed', async () => {
    await write('image: x\n    privileged: true');
    await expect(engineWith().ensure(definition(), { signal })).rejects.toMatchObject({ code: 'MC_SERVICE_POLICY' });
    expect(client.calls).toEqual([]);
  });

  it('says why no engine can be used, and looks again the next time', async () => {
    const answers = [
      { reason: 'nothing there', hint: 'start it' },
      { address: ADDRESS, version: '2' },
    ];
    const engine = engineWith({ find: async () => answers.shift() ?? { reason: 'asked too often', hint: '' } });
    expect(await engine.availability()).toEqual({ available: false, reason: 'nothing there', hint: 'start it' });
    expect(await engine.availability()).toEqual({ available: true, version: '2' });
    expect(await engine.availability()).toEqual({ available: true, version: '2' });
  });

  it('has a name of its own for every process where there are no kernel locks', async () => {
    await engineWith().ensure(definition(), { signal });
    expect([...client.containers.values()][0]?.name).toMatch(/^mc-abcd1234-test-service-[0-9a-f]{8}-77$/);
  });

  it('removes at the first start what processes left that are gone, and nothing else', async () => {
    const labels = { 'io.mediaconduit.home': 'abcd1234' };
    await client.createContainer('mc-gone', { Image: 'x', Labels: { ...labels, 'io.mediaconduit.owner': '13' } });
    await client.createContainer('mc-alive', { Image: 'x', Labels: { ...labels, 'io.mediaconduit.owner': '14' } });
    await client.createContainer('foreign', { Image: 'x' });
    const engine = engineWith({ isAlive: (processId) => processId === 14 });
    await engine.ensure(definition(), { signal });
    await eventually(async () =>
      expect([...client.containers.values()].map(({ name }) => name)).not.toContain('mc-gone'),
    );
    expect(client.containers.size).toBe(3);
  });

  describe('when somebody else has the name', () => {
    const other = async (state: FakeContainer['state']): Promise<FakeContainer> => {
      await engineWith().ensure(definition(), { signal });
      const [container] = client.containers.values();
      return Object.assign(container as FakeContainer, { state });
    };

    it.each(['running', 'paused'] as const)('takes over a container that is %s', async (state) => {
      const { id } = await other(state);
      await expect(engineWith().ensure(definition(), { signal })).resolves.toMatchObject({ id, adopted: true });
      expect([...client.containers.values()]).toMatchObject([{ state: 'running' }]);
    });

    it.each(['created', 'exited'] as const)('replaces a container that is %s and belongs to nobody', async (state) => {
      const { id } = await other(state);
      const service = await engineWith().ensure(definition(), { signal });
      expect(service).toMatchObject({ adopted: false });
      expect([...client.containers.keys()]).toEqual([service.id]);
      expect(service.id).not.toBe(id);
    });

    it('makes another container when its own is removed before it starts', async () => {
      const starts: unknown[] = [];
      const loseFirst = (id: unknown) => void (starts.push(id) === 1 && client.containers.delete(String(id)));
      client.faults = { startContainer: loseFirst };
      const service = await engineWith().ensure(definition(), { signal });
      expect(starts).toEqual(['id-1', service.id]);
    });

    it('waits for a container that has the name and cannot be seen yet, because it is just being made', async () => {
      let creates = 0;
      client.faults = { createContainer: () => (++creates < 7 ? failure('Conflict', 409) : undefined) };
      await expect(engineWith().ensure(definition(), { signal })).resolves.toMatchObject({ adopted: false });
      expect(creates).toBe(7);
    });

    it('gives up when the name is taken again and again', async () => {
      client.faults = { createContainer: () => failure('Conflict', 409) };
      await expect(engineWith().ensure(definition(), { signal })).rejects.toMatchObject({ facts: { status: 409 } });
      expect(client.calls.filter((call) => call === 'createContainer')).toHaveLength(14);
    });
  });

  it('pulls an image that is missing', async () => {
    await write('image: y\n    ports: ["80"]');
    await engineWith().ensure(definition(), { signal });
    expect(client.calls).toContain('pullImage');
  });

  it('starts again when the engine lost a race for a port', async () => {
    const faults = [failure('Error starting userland proxy: listen tcp4', 500), undefined];
    client.faults = { startContainer: () => faults.shift() };
    await engineWith().ensure(definition(), { signal });
    expect(client.calls.filter((call) => call === 'startContainer')).toHaveLength(2);
  });

  it('gives up after three ports, and leaves nothing', async () => {
    client.faults = { startContainer: () => failure('Error starting userland proxy: listen tcp4', 500) };
    await expect(engineWith().ensure(definition(), { signal })).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    expect(client.calls.filter((call) => call === 'startContainer')).toHaveLength(3);
    expect(client.containers.size).toBe(0);
  });

  it.each(['Memory', 'PidsLimit', 'CapDrop', 'SecurityOpt', 'ReadonlyRootfs', 'Init'])(
    'starts nothing when the engine ignores %s',
    async (limit) => {
      client.distort = (host) => ({ ...host, [limit]: null });
      await expect(engineWith().ensure(definition(), { signal })).rejects.toMatchObject({
        code: 'MC_ENGINE_FAILED',
        facts: { limit },
      });
      expect(client.calls).not.toContain('startContainer');
      expect(client.containers.size).toBe(0);
    },
  );

  it.each(['inspectContainer', 'startContainer', 'putArchive'] as const)(
    'leaves neither container nor new volume when %s fails',
    async (call) => {
      await folder.write('models/x', 'x');
      await write('image: x\n    ports: ["80"]\n    volumes: ["./models:/models"]');
      let count = 0;
      client.faults = {
        [call]: () => (call === 'inspectContainer' && count++ < 1 ? undefined : failure('broken', 500)),
      };
      await expect(engineWith().ensure(definition(), { signal })).rejects.toMatchObject({
        facts: { reason: 'broken' },
      });
      client.faults = {};
      expect(client.containers.size).toBe(0);
      expect(client.volumes.size).toBe(0);
    },
  );

  it('shows the last words of a container that ended at once', async () => {
    client.startContainer = async (id) => {
      Object.assign(client.containers.get(id) ?? {}, { state: 'exited', exitCode: 9 });
    };
    const start = engineWith().ensure(definition(), { signal });
    await expect(start).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      facts: { exitCode: 9, output: ['last words'] },
    });
    expect(client.containers.size).toBe(0);
  });

  it('kills at once without grace, and asks politely first otherwise', async () => {
    const engine = engineWith();
    const first = await engine.ensure(definition(), { signal });
    await engine.release(first.id, { graceMs: 0 });
    expect(client.calls).not.toContain('stopContainer');
    const graces: unknown[] = [];
    client.faults = { stopContainer: (_, grace) => void graces.push(grace) };
    await engine.release((await engine.ensure(definition(), { signal })).id, { graceMs: 1500 });
    await engine.release((await engine.ensure(definition(), { signal })).id);
    expect(graces).toEqual([2, undefined]);
  });

  it('goes on using what it could not remove, so that it can be told to again', async () => {
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    client.faults = { stopContainer: () => failure('busy', 500) };
    await expect(engine.release(id)).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    expect(client.containers.get(id)?.state).toBe('running');
    client.faults = {};
    await engine.release(id);
    expect(client.containers.size).toBe(0);
  });

  it('hands its containers to a process that outlives it when it has to end at once', async () => {
    const engine = engineWith();
    engine.closeSync();
    expect(reaped).toEqual([]);
    const other = engineWith();
    await other.ensure(definition(), { signal });
    other.closeSync();
    expect(reaped).toEqual([
      { address: ADDRESS, home: folder.path, homeId: 'abcd1234', names: [expect.stringContaining('mc-abcd1234')] },
    ]);
  });

  it('hands over what it is about to remove, too', async () => {
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    client.faults = { stopContainer: () => void engine.closeSync() };
    await engine.release(id);
    expect(reaped).toEqual([expect.objectContaining({ names: [expect.stringContaining('mc-abcd1234')] })]);
    const other = engineWith();
    client.faults = {};
    await other.release((await other.ensure(definition(), { signal })).id);
    other.closeSync();
    expect(reaped).toHaveLength(1);
  });

  it('measures its own containers, as long as they run', async () => {
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    await expect(engine.stats(id)).resolves.toMatchObject({ memoryBytes: 1000, memoryLimitBytes: 4000, pids: 3 });
    const foreign = await client.createContainer('foreign', { Image: 'x' });
    await client.startContainer(foreign);
    await expect(engine.stats(foreign)).resolves.toBeUndefined();
    client.faults = { containerStats: (gone) => void client.containers.delete(String(gone)) };
    await expect(engine.stats(id)).resolves.toBeUndefined();
    await expect(engine.stats(id)).resolves.toBeUndefined();
    expect(client.calls.filter((call) => call === 'containerStats')).toHaveLength(2);
  });

  it('says once what it does not apply', async () => {
    await write('image: x\n    ports: ["80"]\n    restart: always');
    const engine = engineWith();
    await engine.ensure(definition(), { signal });
    await engine.ensure(definition(), { signal });
    expect(warnings).toEqual([expect.stringContaining('restart is not applied')]);
  });

  it('closes what it can when the engine fails meanwhile', async () => {
    const engine = engineWith();
    await engine.ensure(definition(), { signal });
    client.faults = { stopContainer: () => failure('gone', 500) };
    await engine.close();
    expect(warnings).toEqual(['a container could not be removed']);
    expect(client.calls).toContain('close');
  });

  it('opens one event stream for all listeners, and only once it was used', async () => {
    const engine = engineWith();
    engine.subscribe(() => undefined);
    engine.subscribe(() => undefined);
    expect(client.calls).toEqual([]);
    await engine.ensure(definition(), { signal });
    expect(client.streams).toHaveLength(1);
    await engine.close();
    expect(client.streams[0]?.destroyed).toBe(true);
  });

  it('tells after a break of the stream what it missed, from the engine or by looking', async () => {
    const [engine, events] = [engineWith(), new Array<unknown>()];
    engine.subscribe((event) => events.push(event));
    const service = await engine.ensure(definition(), { signal });
    const labels = { 'io.mediaconduit.service': 'test-service' };
    const line = { Action: 'start', Actor: { ID: 'other', Attributes: labels } };
    client.streams[0]?.write(`${JSON.stringify(line).slice(0, -1)},"timeNano":1795235425745000001}\n`);
    await eventually(async () => expect(events).toHaveLength(1));
    Object.assign(client.containers.get(service.id) ?? {}, { state: 'exited', exitCode: 5 });
    client.streams[0]?.destroy();
    await eventually(async () =>
      expect(events).toContainEqual({ type: 'exited', id: service.id, serviceId: 'test-service', exitCode: 5 }),
    );
    expect(client.since).toEqual([undefined, '1795235425.745000002']);
    await engine.close();
  });

  it('keeps what a killed program left as long as it is expected', async () => {
    const expected = definition({ id: 'expected' });
    await engineWith({ processId: 1 }).ensure(expected, { signal });
    await engineWith({ processId: 1 }).ensure(definition({ id: 'forgotten' }), { signal });
    const left = (): string[] => [...client.containers.values()].map(({ name }) => name);
    const dead = { isAlive: () => false };
    const engine = engineWith({ ...dead, processId: 1 });
    engine.expect([expected]);
    await expect(engine.sweep()).resolves.toEqual([expect.stringContaining('forgotten')]);
    expect(left()).toEqual([expect.stringContaining('expected')]);
    await engine.ensure(definition({ id: 'another' }), { signal });
    await engine.close();
    expect(left()).toEqual([]);
  });
});
