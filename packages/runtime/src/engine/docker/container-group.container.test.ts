import { once } from 'node:events';
import { eventually } from '@mediaconduit/testkit';
import type { EngineEvent, RunningService } from '@mediaconduit/sdk';
import { answer } from './__fixtures__/answer';
import { dockerWorld, type DockerWorld } from './__fixtures__/docker-world';
import { groupCompose, groupFiles } from './__fixtures__/group-service';
import { runEngineProgram, startEngineProgram } from './__fixtures__/run-engine-program';

const signal = new AbortController().signal;

const KILLS = process.env['TORTURE'] ? 200 : 10;

describe('DockerEngine with a service of several containers', () => {
  let world: DockerWorld;

  beforeEach(async () => {
    world = await dockerWorld();
  });

  afterEach(() => world[Symbol.asyncDispose]());

  const service = (compose = groupCompose()) => world.service(groupFiles(compose));
  const inspect = (name: string) => world.docker.getContainer(name).inspect();
  const nameOf = async (running: RunningService) => (await inspect(running.id)).Name.slice(1);

  it('starts what the service needs first, in a network of their own, and removes all of it', async () => {
    const engine = world.engine();
    const running = await engine.ensure(await service(), { signal });
    expect(await answer(running, '/ask')).toBe('PONG');
    const name = await nameOf(running);
    expect(await world.objects()).toEqual([`/${name}`, `/${name}-store`, `${name}.default`]);
    const [web, store] = [await inspect(name), await inspect(`${name}-store`)];
    expect([web, store].map(({ NetworkSettings }) => Object.keys(NetworkSettings.Networks))).toEqual([
      [`${name}.default`],
      [`${name}.default`],
    ]);
    expect(store.State.Health?.Status).toBe('healthy');
    expect(store.State.StartedAt < web.State.StartedAt).toBe(true);
    expect(await engine.list()).toMatchObject([{ id: running.id }]);
    await engine.release(running.id);
    expect(await world.objects()).toEqual([]);
  });

  it('hardens every container, and publishes a port of the service alone', async () => {
    const compose = groupCompose('    ports: ["6379:6379"]\n    environment: { A: b }');
    const running = await world.engine().ensure(await service(compose), { signal, environment: { API_TOKEN: 'hush' } });
    const store = await inspect(`${await nameOf(running)}-store`);
    expect(store.HostConfig).toMatchObject({
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges:true'],
      ReadonlyRootfs: true,
      PidsLimit: 512,
      Init: true,
      PortBindings: {},
    });
    expect(store.NetworkSettings.Ports).toEqual({});
    expect(store.Config.Env).toContain('A=b');
    expect(JSON.stringify(store)).not.toContain('hush');
  });

  it('runs a job to its end before the service starts', async () => {
    const job = [
      '  setup:',
      '    image: node:20-bookworm-slim',
      '    depends_on: [store]',
      '    volumes: ["data:/data"]',
      `    command: ["node", "-e", "require('fs').writeFileSync('/data/done', 'x')"]`,
    ].join('\n');
    const needs = '{ store: , setup: { condition: service_completed_successfully } }';
    const running = await world.engine().ensure(await service(groupCompose('', job, needs)), { signal });
    expect(await answer(running, '/ask')).toBe('PONG');
    const setup = await inspect(`${await nameOf(running)}-setup`);
    expect(setup.State).toMatchObject({ Status: 'exited', ExitCode: 0 });
    const again = await world.engine().ensure({ ...(await service()), id: 'other' }, { signal });
    expect(again.id).not.toBe(running.id);
  });

  it('says what became of a container that the service waited for, and leaves nothing', async () => {
    const engine = world.engine();
    const dead = groupCompose('    entrypoint: ["node", "-e", "console.log(\'no room\'); process.exit(9)"]');
    await expect(engine.ensure(await service(dead), { signal })).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      message: expect.stringMatching(/"store".*exit code 9.*\n.*no room/s),
      facts: { member: 'store', exitCode: 9 },
    });
    const sick = groupCompose('', '', '{ store: { condition: service_healthy } }').replace(
      'connect(6379)',
      'connect(1)',
    );
    await expect(
      engine.ensure(await service(sick.replace('retries: 30', 'retries: 2')), { signal }),
    ).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      message: expect.stringMatching(/"store", which test-service needs, is unhealthy.*store listens/s),
    });
    const unprobed = groupCompose().replace(/ {4}healthcheck.*\n/, '');
    await expect(engine.ensure(await service(unprobed), { signal })).rejects.toMatchObject({
      message: expect.stringContaining('has no healthcheck'),
    });
    expect(await world.objects()).toEqual([]);
  });

  it('starts without one that it can be without', async () => {
    const needs = '{ store: , extra: { condition: service_healthy, required: false } }';
    const extra =
      '  extra: { image: node:20-bookworm-slim, command: [node, -e, process.exit(3)], healthcheck: { test: "true" } }';
    const [engine, events] = [world.engine(), new Array<EngineEvent>()];
    engine.subscribe((event) => events.push(event));
    const running = await engine.ensure(await service(groupCompose('', extra, needs)), { signal });
    expect(await answer(running, '/ask')).toBe('PONG');
    expect(world.warnings.join()).toMatch(/"extra" is left out: .*exit code 3/);
    expect(events.map(({ type, id }) => [type, id])).toEqual([['started', running.id]]);
  });

  it('ends with a container that it needs, and says why; the next start makes all anew', async () => {
    const [engine, definition, events] = [world.engine(), await service(), new Array<EngineEvent>()];
    engine.subscribe((event) => events.push(event));
    const running = await engine.ensure(definition, { signal });
    expect(await answer(running, '/ask?text=DIE')).toBe('closed');
    await eventually(async () =>
      expect(events).toContainEqual(expect.objectContaining({ type: 'exited', id: running.id })),
    );
    expect((await engine.inspect(running.id))?.state).toBe('exited');
    expect((await engine.logs(running.id)).slice(-3)).toEqual([
      'store: ended with exit code 7',
      'store: store listens',
      'store: store dies',
    ]);
    const again = await engine.ensure(definition, { signal });
    expect(again).toMatchObject({ adopted: false });
    expect(await answer(again, '/ask')).toBe('PONG');
    expect(await world.objects()).toHaveLength(3);
  });

  it('keeps networks of the file apart, with the names that it gives', async () => {
    const compose = groupCompose(
      '    networks: { back: { aliases: [redis] } }',
      '  far: { image: debian:bookworm-slim, command: sleep 60, networks: [front] }',
      '{ store: , near: }',
    )
      .replace('ports: ["0:80"]', 'ports: ["0:80"]\n    networks: [front, back]')
      .replace(
        '  store:',
        '  near: { image: debian:bookworm-slim, command: sleep 60, networks: [front], depends_on: [far] }\n  store:',
      );
    const running = await world.engine().ensure(await service(compose), { signal });
    expect(await answer(running, '/ask?host=redis')).toBe('PONG');
    expect(await answer(running, '/find?host=near')).toBe('found');
    const store = await inspect(`${await nameOf(running)}-store`);
    expect(Object.keys(store.NetworkSettings.Networks)).toEqual([`${await nameOf(running)}.back`]);
    const { NetworkID } = store.NetworkSettings.Networks[`${await nameOf(running)}.back`] ?? {};
    expect(await world.docker.getNetwork(NetworkID ?? '').inspect()).toMatchObject({ Internal: true });
  });

  it('shares one group between programs; the last to leave removes it', async () => {
    const definition = await service();
    const programs = await Promise.all([1, 2, 3].map(() => runEngineProgram(world, definition, 'release')));
    expect(new Set(programs.map((program) => program.service.id)).size).toBe(1);
    expect(programs.filter((program) => !program.service.adopted)).toHaveLength(1);
    const engine = world.engine();
    const own = await engine.ensure(definition, { signal });
    expect(own).toMatchObject({ id: programs[0]?.service.id, adopted: true });
    await Promise.all(programs.map((program) => program.release()));
    expect(await answer(own, '/ask')).toBe('PONG');
    await engine.release(own.id);
    expect(await world.objects()).toEqual([]);
    await Promise.all(programs.map(({ ended }) => ended));
  });

  it('leaves nothing when it is aborted at any moment', async () => {
    const [engine, definition] = [
      world.engine(),
      await service(groupCompose('', '', '{ store: { condition: service_healthy } }')),
    ];
    for (const delay of [0, 5, 10, 20, 40, 80, 120, 160, 200, 250, 300, 400, 500]) {
      const timed = AbortSignal.timeout(delay);
      const started = await engine.ensure(definition, { signal: timed }).catch((error: unknown) => error);
      if ((started as Partial<RunningService>).id) await engine.release((started as RunningService).id, { graceMs: 0 });
      else expect(started).toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(await world.objects()).toEqual([]);
    }
  });

  it(
    'is found again after a program that was killed at any moment of its start',
    async () => {
      const definition = await service();
      for (let kill = 0; kill < KILLS; kill++) {
        const killed = startEngineProgram(world, definition, 'hold');
        const ended = once(killed, 'exit');
        setTimeout(() => killed.kill('SIGKILL'), 100 + (kill * 900) / KILLS);
        await ended;
        await eventually(async () => {
          await world.engine().sweep();
          expect(await world.objects()).toEqual([]);
        });
      }
      // The engine may still make what a killed program had asked for: the next start finds that, too.
      const engine = world.engine();
      const next = await engine.ensure(definition, { signal });
      expect(await answer(next, '/ask')).toBe('PONG');
      await engine.release(next.id);
      await engine.sweep();
      expect(await world.objects()).toEqual([]);
    },
    KILLS * 10_000,
  );

  it('is taken over whole from a program that was killed, and made anew when a part is missing', async () => {
    const definition = await service();
    const killed = await runEngineProgram(world, definition, 'hold');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const engine = world.engine();
    const own = await engine.ensure(definition, { signal });
    expect(own).toMatchObject({ id: killed.service.id, adopted: true });
    await world.docker.getContainer(`${await nameOf(own)}-store`).remove({ force: true });
    const other = await world.engine().ensure(definition, { signal });
    expect(other).toMatchObject({ adopted: false });
    expect(await answer(other, '/ask')).toBe('PONG');
  });

  it('is removed after a program that exits at once', async () => {
    const program = await runEngineProgram(world, await service(), 'exit');
    expect(await program.ended).toBe(0);
    await eventually(async () => expect(await world.objects()).toEqual([]));
  });
});
