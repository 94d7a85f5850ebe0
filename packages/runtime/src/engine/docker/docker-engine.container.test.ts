import http from 'node:http';
import { eventually } from '@mediaconduit/testkit';
import type { EngineEvent, RunningService } from '@mediaconduit/sdk';
import { answer } from './__fixtures__/answer';
import { COMPOSE, dockerWorld, SERVER, type DockerWorld } from './__fixtures__/docker-world';

const signal = new AbortController().signal;

describe('DockerEngine', () => {
  let world: DockerWorld;

  beforeEach(async () => {
    world = await dockerWorld();
  });

  afterEach(() => world[Symbol.asyncDispose]());

  const facts = (id: string) => world.docker.getContainer(id).inspect();
  const compose = (lines: string): Record<string, string> => ({ 'docker-compose.yml': `${COMPOSE}${lines}` });

  describe('the container', () => {
    it('has no capabilities, a read-only root, limits, and one port on 127.0.0.1', async () => {
      const service = await world.engine().ensure(await world.service(), { signal });
      const { HostConfig: host } = await facts(service.id);
      expect(host).toMatchObject({
        Privileged: false,
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges:true'],
        ReadonlyRootfs: true,
        PidsLimit: 512,
        Memory: 4 * 1024 ** 3,
        Init: true,
        RestartPolicy: { Name: 'no' },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
        PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] },
      });
      expect(await answer(service, '/status')).toMatch(/CapEff:\t0+\n(.*\n)*NoNewPrivs:\t1\nSeccomp:\t2/);
      expect(await answer(service, '/write?file=/etc/x')).toBe('EROFS');
      expect(await answer(service, '/write?file=/tmp/x')).toBe('written');
    });

    it('takes the limits of the definition, at most three quarters of the memory', async () => {
      const limits = { memoryBytes: 1024 ** 4, cpus: 0.5 };
      const service = await world.engine().ensure(await world.service({}, { limits }), { signal });
      const { HostConfig: host } = await facts(service.id);
      expect(host.NanoCpus).toBe(5e8);
      expect(host.Memory).toBeLessThan(1024 ** 4);
    });

    it('says whose it is by labels, without a value of its environment', async () => {
      const engine = world.engine();
      const service = await engine.ensure(await world.service(), { signal, environment: { API_TOKEN: 'hush-4711' } });
      const { Config: config, Name: name } = await facts(service.id);
      expect(config.Labels).toMatchObject({
        'io.mediaconduit.home': world.homeId,
        'io.mediaconduit.service': 'test-service',
        'io.mediaconduit.generation': '1',
      });
      expect(JSON.stringify(config.Labels) + name).not.toContain('hush-4711');
      expect(name).toMatch(new RegExp(`^/mc-${world.homeId}-test-service-[0-9a-f]{8}$`));
      expect(await answer(service, '/environment')).toMatchObject({ API_TOKEN: 'hush-4711' });
    });

    it('is another one for another environment', async () => {
      const [engine, definition] = [world.engine(), await world.service()];
      const one = await engine.ensure(definition, { signal, environment: { A: '1' } });
      const two = await engine.ensure(definition, { signal, environment: { A: '2' } });
      expect(two.id).not.toBe(one.id);
    });

    it('is resumed when it was paused', async () => {
      const [engine, definition] = [world.engine(), await world.service()];
      const service = await engine.ensure(definition, { signal });
      await world.docker.getContainer(service.id).pause();
      expect((await engine.inspect(service.id))?.state).toBe('paused');
      expect(await engine.ensure(definition, { signal })).toMatchObject({ id: service.id, adopted: true });
      expect(await answer(service, '/')).toBe('ok');
    });

    it('is never one that is not ours', async () => {
      const own = await world.engine().ensure(await world.service(), { signal });
      const { Image: image } = await facts(own.id);
      const foreign = await world.docker.createContainer({ Image: image });
      try {
        await world.engine().stop(foreign.id);
        expect(await world.engine().inspect(foreign.id)).toBeUndefined();
        expect((await foreign.inspect()).State.Status).toBe('created');
      } finally {
        await foreign.remove({ force: true });
      }
    });
  });

  describe('volumes', () => {
    it('keep their data over containers', async () => {
      const [engine, definition] = [
        world.engine(),
        await world.service(compose('    volumes: ["data:/data"]\nvolumes: { data: }\n')),
      ];
      const first = await engine.ensure(definition, { signal });
      expect(await answer(first, '/write?file=/data/kept')).toBe('written');
      await engine.release(first.id);
      const second = await engine.ensure(definition, { signal });
      expect(await answer(second, '/read?file=/data/kept')).toBe('x');
    });

    it('of downloads are listed with their size, and removed when nothing uses them', async () => {
      const cache = { variable: 'MOO_CACHE', volume: 'models', layout: 'items' } as const;
      const files = compose('    volumes: ["models:/models", "data:/data"]\nvolumes: { models: , data: }\n');
      const [engine, definition] = [world.engine(), await world.service(files, { cache })];
      const service = await engine.ensure(definition, { signal });
      expect(await answer(service, '/write?file=/models/tiny')).toBe('written');
      const id = `mc-${world.homeId}-test-service-models`;
      const listed = { id, serviceId: 'test-service', name: 'models', sizeBytes: 1, createdAt: expect.any(String) };
      expect(await engine.caches()).toEqual([{ ...listed, inUse: true }]);
      await expect(engine.removeCache(id)).rejects.toMatchObject({ code: 'MC_CACHE_IN_USE' });
      await engine.release(service.id);
      expect(await engine.caches()).toEqual([{ ...listed, inUse: false }]);
      await engine.removeCache(id);
      await engine.removeCache(`mc-${world.homeId}-test-service-data`);
      expect(await engine.caches()).toEqual([]);
      expect(await world.docker.getVolume(`mc-${world.homeId}-test-service-data`).inspect()).toBeDefined();
    });

    it('are filled once from a folder that the file would bind writable', async () => {
      const files = {
        ...compose('    volumes: ["./models:/models", "./models:/fixed:ro"]\n'),
        'models/tiny.txt': 'tiny',
      };
      const [engine, definition] = [world.engine(), await world.service(files)];
      const service = await engine.ensure(definition, { signal });
      expect(await answer(service, '/read?file=/models/tiny.txt')).toBe('tiny');
      expect(await answer(service, '/write?file=/models/tiny.txt')).toBe('written');
      expect(await answer(service, '/read?file=/fixed/tiny.txt')).toBe('tiny');
      expect(await answer(service, '/write?file=/fixed/tiny.txt')).toBe('EROFS');
      expect(world.warnings.join()).toContain('copied into a volume once');
    });

    it('hold configs and secrets read-only', async () => {
      const top = 'configs: { settings: { file: settings.json } }\nsecrets: { token: { file: token.txt } }\n';
      const files = {
        ...compose(`    configs: [settings]\n    secrets: [token]\n${top}`),
        'settings.json': 'a setting',
        'token.txt': 'a token',
      };
      const service = await world.engine().ensure(await world.service(files), { signal });
      expect(await answer(service, '/read?file=/settings')).toBe('a setting');
      expect(await answer(service, '/read?file=/run/secrets/token')).toBe('a token');
      expect(await answer(service, '/write?file=/run/secrets/token')).toBe('EROFS');
    });

    it('of a start that failed are removed again', async () => {
      const definition = await world.service(
        compose('    user: no-such-user\n    volumes: ["data:/data"]\nvolumes: { data: }\n'),
      );
      await expect(world.engine().ensure(definition, { signal })).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
      const { Volumes } = await world.docker.listVolumes({
        filters: { label: [`io.mediaconduit.home=${world.homeId}`] },
      });
      expect(Volumes).toEqual([]);
    });
  });

  it('tries a fixed host port first, and lets the engine choose when it is taken', async () => {
    const taken = http.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const fixed = { 'docker-compose.yml': COMPOSE.replace('${TEST_HOST_PORT:-0}', String(port)) };
    const [engine, definition] = [world.engine(), await world.service(fixed)];
    const elsewhere = await engine.ensure(definition, { signal });
    expect(elsewhere.address.port).not.toBe(port);
    expect(await answer(elsewhere, '/')).toBe('ok');
    expect(world.warnings.join()).toContain('is taken');
    await engine.release(elsewhere.id);
    await new Promise((resolve) => taken.close(resolve));
    expect((await engine.ensure(definition, { signal })).address.port).toBe(port);
  });

  it('tells within a moment that a container was killed, with the exit code', async () => {
    const [engine, events] = [world.engine(), new Array<EngineEvent>()];
    engine.subscribe((event) => events.push(event));
    const service = await engine.ensure(await world.service(), { signal });
    await world.docker.getContainer(service.id).kill();
    await eventually(async () =>
      expect(events).toContainEqual({ type: 'exited', id: service.id, serviceId: 'test-service', exitCode: 137 }),
    );
  });

  it('measures processor time, memory under the limit of the container, network and processes', async () => {
    const engine = world.engine();
    const busy = `${SERVER}new (require('node:worker_threads').Worker)('for (;;);', { eval: true });`;
    const definition = await world.service({ 'server.cjs': busy }, { limits: { memoryBytes: 512 * 1024 ** 2 } });
    const { id } = await engine.ensure(definition, { signal });
    const stats = await eventually(async () => {
      const found = await engine.stats(id);
      expect(found?.cpuPercent).toBeGreaterThan(10);
      return found;
    });
    expect(stats?.cpuPercent).toBeLessThan(250);
    expect(stats?.memoryBytes).toBeGreaterThan(5_000_000);
    expect(stats?.memoryLimitBytes).toBe(512 * 1024 ** 2);
    expect(stats?.network).toEqual({ rxBytes: expect.any(Number), txBytes: expect.any(Number) });
    expect(stats?.pids).toBeGreaterThan(2);
  });

  it('leaves neither container nor volume when it is aborted at any moment', async () => {
    const [engine, definition] = [
      world.engine(),
      await world.service(compose('    volumes: ["data:/data"]\nvolumes: { data: }\n')),
    ];
    const warm = await engine.ensure(definition, { signal });
    await engine.release(warm.id);
    for (const delay of [0, 2, 5, 10, 20, 40, 80, 120]) {
      const timed = AbortSignal.timeout(delay);
      const started = await engine.ensure(definition, { signal: timed }).catch((error: unknown) => error);
      if ((started as Partial<RunningService>).id) await engine.release((started as RunningService).id);
      else expect(started).toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(await engine.list()).toEqual([]);
    }
  });
});
