import type { EngineEvent, ServiceDefinition } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { composeFolder } from '../../compose/__fixtures__/compose-folder';
import { EVIL_KEYS } from '../../compose/__fixtures__/evil-keys';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { failure, FakeDockerClient, type FakeContainer } from './__fixtures__/fake-docker-client';
import { ADDRESS, fakeDockerEngine } from './__fixtures__/fake-docker-engine';
import type { DockerEngine } from './docker-engine';
import { reapContainers } from './reap-containers';

const { signal } = new AbortController();
const GROUP = 'web: { image: x, ports: ["80"], depends_on: [db] }\n  db: { image: x, volumes: ["data:/d"] }';

describe('DockerEngine with a service of several containers', () => {
  let folder: TemporaryFolder;
  let client: FakeDockerClient;
  let warnings: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    client = new FakeDockerClient();
    warnings = [];
    await write(GROUP);
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  const write = (services: string): Promise<string> =>
    folder.write('docker-compose.yml', `volumes: { data: }\nservices:\n  ${services}\n`);
  const definition = (): ServiceDefinition => dockerDefinition(folder.path);
  const engineWith = (): DockerEngine => fakeDockerEngine({ home: folder.path, client, warnings });
  const member = (name: string): FakeContainer => {
    const found = [...client.containers.values()].find(
      ({ request }) => request.Labels?.['io.mediaconduit.member'] === name,
    );
    if (!found) throw new Error(`there is no ${name}`);
    return found;
  };
  const nothingLeft = (): void => {
    expect([...client.containers.values()]).toEqual([]);
    expect([...client.networks.values()]).toEqual([]);
  };

  it('asks nothing more of the engine for a service of one container', async () => {
    await write('web: { image: x, ports: ["80"] }');
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    const calls = ['createContainer', 'inspectContainer', 'startContainer', 'inspectContainer'];
    const sweep = ['listContainers', 'listNetworks'];
    expect(client.calls.filter((call) => !sweep.includes(call))).toEqual(calls);
    client.calls.length = 0;
    await engine.release(id);
    expect(client.calls).toEqual(['stopContainer', 'removeContainer']);
  });

  it('has the name before anything else is made, and gives it back after everything else is gone', async () => {
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    const made = client.calls.filter((call) => /^(create|start|connect)/.test(call));
    expect(made).toEqual([
      'createContainer',
      'createNetwork',
      'connectNetwork',
      'createContainer',
      'startContainer',
      'startContainer',
    ]);
    const removed: unknown[] = [];
    client.faults = {
      removeContainer: (one) => void removed.push(one),
      removeNetwork: () => void removed.push('network'),
    };
    await engine.release(id);
    expect(removed).toEqual([expect.any(String), 'network', id]);
    nothingLeft();
  });

  it('is another group for another sibling, and for another order', async () => {
    const names = new Set<string>();
    for (const db of ['image: x', 'image: x, command: y', 'image: x, networks: { default: { aliases: [store] } }']) {
      await write(`web: { image: x, ports: ["80"], depends_on: [db] }\n  db: { ${db} }`);
      const engine = engineWith();
      const { id } = await engine.ensure(definition(), { signal });
      names.add((await engine.inspect(id))?.label ?? '');
    }
    expect(names.size).toBe(3);
  });

  it.each(['createNetwork', 'connectNetwork', 'createContainer', 'startContainer', 'inspectContainer'] as const)(
    'leaves nothing when %s fails at any time',
    async (call) => {
      for (let first = 0; first < 6; first++) {
        let count = 0;
        client = new FakeDockerClient();
        client.faults = { [call]: () => (count++ === first ? failure('broken', 500) : undefined) };
        const result = await engineWith()
          .ensure(definition(), { signal })
          .catch((error: unknown) => error);
        if (!(result instanceof Error)) continue;
        expect(result).toMatchObject({ facts: { reason: 'broken' } });
        nothingLeft();
        expect(client.volumes.size).toBe(0);
      }
    },
  );

  it('tries all of it again when a fixed port is taken', async () => {
    await write(GROUP.replace('["80"]', '["8080:80"]'));
    const faults = [undefined, failure('port is already allocated', 500)];
    client.faults = { startContainer: () => faults.shift() };
    await engineWith().ensure(definition(), { signal });
    expect([...client.containers.values()].map(({ state }) => state)).toEqual(['running', 'running']);
    expect(client.networks.size).toBe(1);
    expect(warnings.join()).toContain('is taken');
  });

  it('removes what an earlier group of the name has left', async () => {
    const { id } = await engineWith().ensure(definition(), { signal });
    const old = member('db').id;
    client.containers.delete(id);
    await engineWith().ensure(definition(), { signal });
    expect(client.containers.has(old)).toBe(false);
    expect([client.containers.size, client.networks.size]).toEqual([2, 1]);
  });

  it('takes over a group that is whole, and makes one anew that is not', async () => {
    const { id } = await engineWith().ensure(definition(), { signal });
    await expect(engineWith().ensure(definition(), { signal })).resolves.toMatchObject({ id, adopted: true });
    Object.assign(member('db'), { state: 'exited', exitCode: 0 });
    const anew = await engineWith().ensure(definition(), { signal });
    expect(anew).toMatchObject({ adopted: false });
    expect(client.containers.has(id)).toBe(false);
    client.containers.delete(member('db').id);
    await expect(engineWith().ensure(definition(), { signal })).resolves.toMatchObject({ adopted: false });
  });

  it('kills the service when a member has ended, also when the event got lost', async () => {
    const [engine, events] = [engineWith(), new Array<EngineEvent>()];
    engine.subscribe((event) => events.push(event));
    const { id } = await engine.ensure(definition(), { signal });
    const db = member('db');
    const told = (): void => {
      const line = { Action: 'die', Actor: { ID: db.id, Attributes: db.request.Labels } };
      client.streams.at(-1)?.write(`${JSON.stringify(line)}\n`);
    };
    told();
    await eventually(async () =>
      expect(client.calls.filter((call) => call === 'listContainers').length).toBeGreaterThan(2),
    );
    expect(client.containers.get(id)?.state).toBe('running'); // the member runs: the event was an old one
    Object.assign(db, { state: 'exited', exitCode: 7 });
    client.streams.at(-1)?.destroy();
    await eventually(async () => expect(client.containers.get(id)?.state).toBe('exited'));
    expect(events).toEqual([]); // the end of a member is no event of the service
    expect(await engine.logs(id)).toEqual(['last words', 'db: ended with exit code 7', 'db: last words']);
    await engine.close();
    nothingLeft();
  });

  it('shows and stops services only, not the containers beside them', async () => {
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    const beside = member('db').id;
    expect((await engine.list()).map((one) => one.id)).toEqual([id]);
    expect(await engine.inspect(beside)).toBeUndefined();
    await engine.stop(beside);
    expect(client.containers.size).toBe(2);
    await engine.stop(id);
    nothingLeft();
  });

  it('measures all of a group together', async () => {
    const engine = engineWith();
    const { id } = await engine.ensure(definition(), { signal });
    await expect(engine.stats(id)).resolves.toMatchObject({ memoryBytes: 2000, memoryLimitBytes: 8000, pids: 6 });
  });

  it('sweeps and reaps a group as a whole', async () => {
    const { id } = await engineWith().ensure(definition(), { signal });
    const name = client.containers.get(id)?.name ?? '';
    expect(await engineWith().sweep()).toEqual([name]);
    nothingLeft();
    const labels = { 'io.mediaconduit.home': 'abcd1234', 'io.mediaconduit.group': name };
    await client.createNetwork({ name: 'late', internal: false, labels });
    expect(await engineWith().sweep()).toEqual([name]);
    nothingLeft();
    await engineWith().ensure(definition(), { signal });
    const order = { address: ADDRESS, home: folder.path, homeId: 'abcd1234', names: [name] };
    await reapContainers(order, { client, lock: undefined, pause: async () => undefined });
    nothingLeft();
  });

  it('stops each before what it needs, and kills all at once without grace', async () => {
    await write(
      'web: { image: x, ports: ["80"], depends_on: [api] }\n  api: { image: x, depends_on: [db] }\n  db: { image: x }',
    );
    const stopped: string[] = [];
    client.faults = {
      stopContainer: (id, grace) =>
        void stopped.push(`${client.containers.get(String(id))?.name.replace(/.*-77-?/, '')} ${String(grace)}`),
    };
    const engine = engineWith();
    await engine.release((await engine.ensure(definition(), { signal })).id);
    expect(stopped).toEqual([' undefined', 'api undefined', 'db undefined']);
    await engine.release((await engine.ensure(definition(), { signal })).id, { graceMs: 0 });
    expect(stopped.slice(3).every((one) => one.endsWith(' 0'))).toBe(true);
  });

  it('asks the engine nothing for a file in which a sibling is not allowed', async () => {
    await using evil = await composeFolder();
    const top = 'volumes: { data: }\nconfigs: { plain: { file: file.txt } }\n';
    for (const { key, yaml } of EVIL_KEYS) {
      const services = `  web: { image: x, ports: ["80"], depends_on: [other] }\n  other:\n    image: x\n    ${yaml}\n`;
      await evil.write('docker-compose.yml', `${top}services:\n${services}`);
      await expect(engineWith().ensure(dockerDefinition(evil.path), { signal })).rejects.toMatchObject({
        code: 'MC_SERVICE_POLICY',
        message: expect.stringContaining('docker-compose.yml:7:'),
        facts: { key: `services.other.${key}` },
      });
    }
    expect(client.calls).toEqual([]);
  });
});
