import { existsSync, writeFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SILENT_LOGGER, type ServiceDefinition, type ServiceEngine } from '@mediaconduit/sdk';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { runProgram } from '../../__fixtures__/run-program';
import { dockerEngineOptions } from '../docker/create-docker-engine';
import { dockerWorld, SERVER, type DockerWorld } from '../docker/__fixtures__/docker-world';
import { describeWithCompose } from './__fixtures__/describe-with-compose';
import { trustNow } from './__fixtures__/trust-now';
import { runCommand } from './run-command';
import { TrustingDockerEngine, type TrustingOptions } from './trusting-docker-engine';

const COMPOSE = `version: '3.8'
services:
  web:
    extends: { file: parts/base.yml, service: hardly }
    ports: ["\${TEST_HOST_PORT:-0}:80"]
    environment: { SAID: by the file }
    volumes: [data:/data]
    depends_on: [side]
    restart: always
    stop_grace_period: 1s
  side:
    build: .
    command: sleep 1000
    stop_grace_period: 0s
  unwanted:
    build: .
volumes: { data: {} }
`;

const BASE = `version: '3.8'
services:
  hardly:
    build: ..
    cap_add: [SYS_NICE]
`;

/** Exits as soon as the first container runs, which is not the main one. */
const EXITING = `
const Docker = require('dockerode');
const { homeId } = argument.options;
const log = { debug() {}, info() {}, warn() {}, error() {} };
const engine = require(argument.module).createTrustingEngine({ ...argument.options, environment: process.env, log });
process.on('exit', () => engine.closeSync());
engine.ensure(argument.service, { signal: new AbortController().signal }).catch(() => undefined);
for (;;) {
  const filters = { label: ['io.mediaconduit.home=' + homeId], status: ['running'] };
  const [first] = await new Docker().listContainers({ filters });
  if (first) { say(first.Names[0]); process.exit(0); }
}
`;

describeWithCompose('TrustingDockerEngine', () => {
  let world: DockerWorld;
  let project: TemporaryFolder;
  let service: ServiceDefinition;
  const engines: ServiceEngine[] = [];
  const { signal } = new AbortController();

  beforeEach(async () => {
    world = await dockerWorld();
    project = await temporaryFolder();
    service = await world.service(
      { 'docker-compose.yml': COMPOSE, 'parts/base.yml': BASE },
      { environment: { GIVEN: 'to $IT', PATH: '/usr/local/bin:/usr/bin:/bin' } },
    );
  });

  afterEach(async () => {
    for (const engine of engines.splice(0)) await engine.close();
    const images = await world.docker.listImages({ filters: { reference: [`mc-${world.homeId}-*`] } });
    for (const { Id } of images) await world.docker.getImage(Id).remove({ force: true });
    await world[Symbol.asyncDispose]();
    await project[Symbol.asyncDispose]();
  });

  function engine(change: Partial<TrustingOptions> = {}): TrustingDockerEngine {
    const { home, homeId } = world;
    const options = dockerEngineOptions({ home, homeId, environment: process.env, log: SILENT_LOGGER });
    const made = new TrustingDockerEngine({ ...options, projectFolder: project.path, run: runCommand, ...change });
    engines.push(made);
    return made;
  }

  it('runs a file that is refused once it is trusted, until it changes', async () => {
    const own = engine();
    await expect(own.ensure(service, { signal })).rejects.toMatchObject({
      code: expect.stringMatching(/MC_SERVICE_POLICY|MC_COMPOSE_INVALID/),
      message: expect.stringContaining('docker-compose.yml:4:'),
      hint: expect.stringContaining(`mediaconduit trust ${service.id}`),
    });
    expect(await world.objects()).toEqual([]);

    await trustNow(project.path, service);
    const running = await own.ensure(service, { signal, environment: { MORE: 'too' } });
    expect(await answer(`${running.baseUrl}/environment`)).toMatchObject({
      ...{ SAID: 'by the file', GIVEN: 'to $IT', MORE: 'too', PATH: '/usr/local/bin:/usr/bin:/bin' },
    });
    expect(await answer(`${running.baseUrl}/write?file=/data/x`)).toBe('written');
    const facts = await world.docker.getContainer(running.id).inspect();
    const added = [expect.stringMatching(/^(CAP_)?SYS_NICE$/)]; // version 2 writes the whole name
    expect(facts.HostConfig).toMatchObject({ CapAdd: added, RestartPolicy: { Name: 'no' } });
    expect(await own.list()).toEqual([
      expect.objectContaining({ id: running.id, serviceId: service.id, state: 'running', address: running.address }),
    ]);
    expect(await own.logs(running.id)).toEqual(['listening']);
    expect(await own.volumes.list()).toEqual([expect.objectContaining({ serviceId: service.id, name: 'data' })]);
    expect(await world.objects()).toHaveLength(3); // two containers and their network
    const built = await world.docker.listImages({ filters: { label: [`io.mediaconduit.image.home=${world.homeId}`] } });
    expect(built.flatMap(({ RepoTags }) => RepoTags)).toHaveLength(2); // names of the same image
    expect(built[0]?.Labels).toMatchObject({ 'io.mediaconduit.image.service': service.id });

    await own.release(running.id);
    expect(await world.objects()).toEqual([]);

    const base = join(service.folder, 'parts/base.yml');
    await writeFile(base, (await readFile(base, 'utf8')).replace('SYS_NICE', 'SYS_ADMIN'));
    await expect(own.ensure(service, { signal })).rejects.toMatchObject({
      code: 'MC_SERVICE_POLICY',
      message: expect.stringContaining('is not what was trusted'),
      hint: expect.stringContaining(`mediaconduit trust ${service.id}`),
    });
  });

  it('asks for new trust when a variable that the files read is given another value', async () => {
    const reading = COMPOSE.replace('volumes: [data:/data]', "volumes: ['${DATA:-./data}:/data:ro']");
    await writeFile(join(service.folder, 'docker-compose.yml'), reading);
    await trustNow(project.path, service);
    const environment = { ...service.environment, DATA: '/etc' };
    await expect(engine().ensure({ ...service, environment }, { signal })).rejects.toMatchObject({
      code: 'MC_SERVICE_POLICY',
      message: expect.stringContaining('is not what was trusted'),
    });
  });

  it('starts nothing of a file that is changed after it was looked at', async () => {
    await trustNow(project.path, service);
    const more = COMPOSE.replace('volumes: [data:/data]', 'volumes: ["/etc:/data"]');
    const onProgress = (): void => writeFileSync(join(service.folder, 'docker-compose.yml'), more);
    await expect(engine().ensure(service, { signal, onProgress })).rejects.toMatchObject({ code: 'MC_SERVICE_POLICY' });
    expect(await world.objects()).toEqual([]);
  });

  it('gives Compose no variable that is for the container', async () => {
    await writeFile(join(service.folder, 'sitecustomize.py'), `open(${JSON.stringify(join(world.home, 'ran'))}, 'w')`);
    const environment = { PYTHONPATH: service.folder, LD_PRELOAD: '/no/such.so', DOCKER_HOST: 'tcp://192.0.2.1:1' };
    const theirs = { ...service, environment };
    await trustNow(project.path, theirs);
    const { baseUrl } = await engine().ensure(theirs, { signal });
    expect(await answer(`${baseUrl}/environment`)).toMatchObject(environment);
    expect(existsSync(join(world.home, 'ran'))).toBe(false);
  });

  it('builds again what was edited', async () => {
    await trustNow(project.path, service);
    const own = engine();
    const first = await own.ensure(service, { signal });
    expect(await answer(first.baseUrl)).toBe('ok');
    await own.release(first.id);
    await writeFile(join(service.folder, 'server.cjs'), SERVER.replace("reply('ok')", "reply('edited')"));
    const second = await own.ensure(service, { signal });
    expect(await answer(second.baseUrl)).toBe('edited');
  });

  it('is shared, and gone when the last one leaves, whoever stops it and in whatever way', async () => {
    await trustNow(project.path, service);
    const [one, two] = [engine(), engine()];
    const both = await Promise.all([one.ensure(service, { signal }), two.ensure(service, { signal })]);
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    expect(both[0].id).toBe(both[1].id);
    const exited = new Promise((resolve) => two.subscribe(({ type }) => type === 'exited' && resolve(type)));
    const again = await two.ensure(service, { signal });
    await one.close();
    expect(await answer(again.baseUrl)).toBe('ok');
    await one.stop(again.id).catch(() => undefined);
    await two.stop(again.id);
    expect(await world.objects()).toEqual([]);
    await expect(exited).resolves.toBe('exited');
  });

  it('keeps two copies apart for an owner who replaces one by the other', async () => {
    await trustNow(project.path, service);
    const own = engine();
    const first = await own.ensure(service, { signal, keepAddress: true });
    const second = await own.ensure(service, { signal, keepAddress: true });
    expect(second.id).not.toBe(first.id);
    await own.release(first.id);
    expect(await answer(second.baseUrl)).toBe('ok');
  });

  it('removes what a killed process left behind, without Compose', async () => {
    await trustNow(project.path, service);
    const dead = engine({ reap: () => undefined });
    await dead.ensure(service, { signal });
    expect(await dead.sweep()).toEqual([]);
    dead.closeSync(); // as the kernel lets go of the locks of a killed process, which takes a moment
    await eventually(async () => {
      await engine().sweep();
      expect(await world.objects()).toEqual([]);
    });
  });

  it('leaves nothing when its program exits while Compose starts', async () => {
    await writeFile(
      join(service.folder, 'docker-compose.yml'),
      COMPOSE.replace('sleep 1000', 'sleep 1000\n    restart: always'),
    );
    await trustNow(project.path, service);
    const { home, homeId } = world;
    const module = join(__dirname, '../../../dist/engine/trusted-compose/create-trusting-engine.js');
    const argument = { module, service, options: { home, homeId, projectFolder: project.path } };
    const program = runProgram(EXITING, argument);
    const { end, said } = await program.ended();
    expect({ end, said }).toEqual({ end: 0, said: [expect.stringContaining('side')] });
    await eventually(async () => expect(await world.objects()).toEqual([]));
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // Compose would have made the rest by now
    expect(await world.objects()).toEqual([]);
    expect((await readdir(join(home, 'run'))).filter((name) => name.endsWith('.compose'))).toEqual([]);
  });

  it('leaves nothing when it is aborted, or when Compose fails', async () => {
    await trustNow(project.path, service);
    const abort = new AbortController();
    const start = engine().ensure(service, {
      signal: abort.signal,
      onProgress: () => setTimeout(() => abort.abort(), 900),
    });
    await expect(start).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(await world.objects()).toEqual([]);

    await writeFile(join(service.folder, 'docker-compose.yml'), COMPOSE.replace('sleep 1000', '/no-such-program'));
    await trustNow(project.path, service);
    await expect(engine().ensure(service, { signal })).rejects.toMatchObject({
      code: 'MC_SERVICE_START_FAILED',
      facts: { logs: expect.arrayContaining([expect.stringContaining('no-such-program')]) },
    });
    expect(await world.objects()).toEqual([]);
  });
});

/**
 * Docker's proxy accepts before anybody listens behind it, and then ends the connection. The first `fetch` of a program,
 * in Node.js 20, does not notice that.
 */
async function answer(url: string): Promise<unknown> {
  for (let tries = 0; ; tries++) {
    try {
      return await (await fetch(url, { signal: AbortSignal.timeout(2000) })).json();
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
