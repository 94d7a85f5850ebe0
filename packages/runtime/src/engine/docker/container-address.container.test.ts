import http from 'node:http';
import { eventually } from '@mediaconduit/testkit';
import type { EnsureOptions, EngineEvent } from '@mediaconduit/sdk';
import { answer } from './__fixtures__/answer';
import { dockerWorld, type DockerWorld } from './__fixtures__/docker-world';
import { runEngineProgram } from './__fixtures__/run-engine-program';

const kept: EnsureOptions = { signal: new AbortController().signal, keepAddress: true };

describe('DockerEngine with addresses that are kept', () => {
  let world: DockerWorld;
  beforeEach(async () => {
    world = await dockerWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('answers at the same port after five crashes', async () => {
    const [engine, definition] = [world.engine(), await world.service()];
    let service = await engine.ensure(definition, kept);
    const { baseUrl } = service;
    for (let crash = 0; crash < 5; crash++) {
      await world.docker.getContainer(service.id).kill();
      await engine.release(service.id);
      service = await engine.ensure(definition, kept);
      expect(service).toMatchObject({ baseUrl, adopted: false });
      expect(await answer(service, '/')).toBe('ok');
    }
    expect(await world.objects()).toHaveLength(2);
    await engine.close();
    expect(await world.objects()).toEqual([]);
  });

  it('is as closed as without: no capabilities, a read-only root, limits, no port of its own', async () => {
    const service = await world.engine().ensure(await world.service(), kept);
    expect(await answer(service, '/status')).toMatch(/CapEff:\t0+\n(.*\n)*NoNewPrivs:\t1\nSeccomp:\t2/);
    expect(await answer(service, '/write?file=/etc/x')).toBe('EROFS');
    const { HostConfig: host } = await world.docker.getContainer(service.id).inspect();
    expect(host).toMatchObject({ PidsLimit: 512, Memory: 4 * 1024 ** 3, CapDrop: ['ALL'] });
  });

  it('drops callers at once while the service is down', async () => {
    const engine = world.engine();
    const service = await engine.ensure(await world.service(), kept);
    expect(await answer(service, '/')).toBe('ok');
    await engine.release(service.id);
    const asked = performance.now();
    await expect(
      new Promise((resolve, reject) => http.get(service.baseUrl, { agent: false }, resolve).on('error', reject)),
    ).rejects.toThrow();
    expect(performance.now() - asked).toBeLessThan(1000);
  });

  it('tells the end of the service when the holder is killed, and makes both anew', async () => {
    const [engine, events] = [world.engine(), new Array<EngineEvent>()];
    engine.subscribe((event) => events.push(event));
    const definition = await world.service();
    const first = await engine.ensure(definition, kept);
    const { HostConfig: host } = await world.docker.getContainer(first.id).inspect();
    await world.docker.getContainer(String(host.NetworkMode).replace('container:', '')).kill();
    await eventually(async () => expect(events.map(({ type, id }) => [type, id])).toContainEqual(['exited', first.id]));
    await engine.release(first.id);
    const second = await engine.ensure(definition, kept);
    expect(await answer(second, '/')).toBe('ok');
    expect(await world.objects()).toHaveLength(2);
  });

  it('takes service and address over from a program that was killed', async () => {
    const definition = await world.service();
    const killed = await runEngineProgram(world, definition, 'hold', { keepAddress: true });
    killed.child.kill('SIGKILL');
    await killed.ended;
    const service = await world.engine().ensure(definition, kept);
    expect(service).toMatchObject({ id: killed.service.id, baseUrl: killed.service.baseUrl, adopted: true });
    expect(await answer(service, '/')).toBe('ok');
  });

  it('sweeps what a killed program left behind, the holder too', async () => {
    const killed = await runEngineProgram(world, await world.service(), 'hold', { keepAddress: true });
    expect(await world.objects()).toHaveLength(2);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await eventually(async () => {
      await world.engine().sweep();
      expect(await world.objects()).toEqual([]);
    });
  });

  it('leaves nothing after a program that exits at once', async () => {
    const program = await runEngineProgram(world, await world.service(), 'exit', { keepAddress: true });
    expect(await program.ended).toBe(0);
    await eventually(async () => expect(await world.objects()).toEqual([]));
  });

  it('does without where the image has no program that could wait', async () => {
    const image = {
      Dockerfile: 'FROM node:20-bookworm-slim\nRUN rm /bin/sleep\nCOPY server.cjs /\nCMD ["node", "/server.cjs"]\n',
    };
    const service = await world.engine().ensure(await world.service(image), kept);
    expect(await answer(service, '/')).toBe('ok');
    expect(await world.objects()).toHaveLength(1);
    expect(world.warnings.join()).toContain('no "sleep"');
  });

  it('replaces a copy by another one that is ready before', async () => {
    const [engine, definition] = [world.engine(), await world.service()];
    const first = await engine.ensure(definition, kept);
    const second = await engine.ensure(definition, kept);
    expect(second.baseUrl).not.toBe(first.baseUrl);
    expect([await answer(first, '/'), await answer(second, '/')]).toEqual(['ok', 'ok']);
    await engine.release(first.id);
    expect(await answer(second, '/')).toBe('ok');
    expect(await world.objects()).toHaveLength(2);
  });
});
