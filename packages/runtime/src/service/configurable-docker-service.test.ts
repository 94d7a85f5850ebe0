import { Audio, formFileOf } from '@mediaconduit/sdk';
import { eventually } from '@mediaconduit/testkit';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { controllerWorld, type ControllerWorldOptions } from './__fixtures__/controller-world';
import { bodyOf } from './__fixtures__/test-server';
import { ConfigurableDockerService } from './configurable-docker-service';
import { ServiceFront } from './service-front';

const echo: ControllerWorldOptions = {
  definition: { docker: { serviceName: 'cow', composeFile: 'docker-compose.yml', image: 'cow:2' } },
  serve: () => (request, response) => {
    if (request.url === '/cut') request.socket.destroy();
    else void bodyOf(request).then((body) => response.setHeader('x-cow', 'tux').end(body || '{}'));
  },
};
const CUT = { method: 'POST', path: '/cut' } as const;

function handle(options: ControllerWorldOptions = echo) {
  const world = controllerWorld(options);
  const service = new ConfigurableDockerService(world.controller);
  return { ...world, world, service, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

const failing: ControllerWorldOptions = { fail: () => new Error('no memory') };

describe('ConfigurableDockerService', () => {
  it('has the class name that callers of the original core print', async () => {
    await using world = handle();
    expect(world.service.constructor.name).toBe('ConfigurableDockerService');
  });

  describe('as a service handle', () => {
    it('rejects, and ends nothing else, when a file fails while the service is still starting', async () => {
      await using world = handle();
      world.answer(() => ({ verdict: 'wait', reason: 'not yet' }));
      const caller = new AbortController();
      const file = Audio.fromFile(__filename);
      const form = { file: await formFileOf(file, { signal: caller.signal }) };
      const call = world.service.stream({ path: '/', form, signal: caller.signal });
      const body = new PassThrough();
      const other = world.service.request({ path: '/', body, signal: caller.signal });
      body.destroy(new Error('disk broken'));
      caller.abort();
      await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await expect(other).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    });

    it('starts the service with the first request, and says how long that took', async () => {
      await using world = handle();
      expect(world.service.generation).toBe(0);
      const first = await world.service.request({ path: '/transform', json: { text: 'moo' } });
      expect(first.json()).toEqual({ text: 'moo' });
      expect(first.timing.startMs).toBeGreaterThan(0);
      const second = await world.service.request({ path: '/' });
      expect(second.timing.startMs).toBe(0);
      expect(world.service).toMatchObject({ serviceId: 'test-service', generation: 1 });
      expect(world.engine.calls).toEqual(['ensure test-service']);
    });

    it('starts it with a stream, too', async () => {
      await using world = handle();
      const { body } = await world.service.stream({ path: '/', body: 'moo' });
      await expect(text(body)).resolves.toBe('moo');
    });

    it('has an address while it runs, and names the ways to get one before', async () => {
      await using world = handle();
      expect(() => world.service.baseUrl).toThrow(
        expect.objectContaining({ code: 'MC_SERVICE_NOT_STARTED', hint: expect.stringContaining('lease()') }),
      );
      const lease = await world.service.lease();
      expect(world.service.baseUrl).toBe(lease.baseUrl);
      lease.release();
    });

    it('tells new addresses', async () => {
      await using world = handle();
      const generations: number[] = [];
      world.service.onAddress(({ generation }) => generations.push(generation));
      await world.service.request({ path: '/' });
      await world.service.restartService();
      expect(generations).toEqual([1, 2]);
    });

    it.each(['request', 'stream'] as const)(
      'asks the engine after a cut %s, so that the next one starts the service',
      async (method) => {
        await using world = handle();
        await world.service.request({ path: '/' });
        jest.spyOn(world.engine, 'inspect').mockResolvedValueOnce(undefined);
        await expect(world.service[method](CUT)).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
        await world.service.request({ path: '/' });
        expect(world.service.generation).toBe(2);
      },
    );

    it('keeps a service that only cut one connection', async () => {
      await using world = handle();
      const failures: unknown[] = [];
      world.service.request(CUT).catch((error: unknown) => failures.push(error));
      await eventually(async () => {
        await world.clock.advance(50);
        expect(failures).toMatchObject([{ code: 'MC_SERVICE_GONE' }]);
      });
      await world.service.request({ path: '/' });
      expect(world.service.generation).toBe(1);
    });

    it('rejects with what kept the service from starting, or with the abort', async () => {
      await using broken = handle(failing);
      await expect(broken.service.request({ path: '/' })).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
      await using world = handle();
      const signal = AbortSignal.abort();
      await expect(world.service.request({ path: '/', signal })).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await expect(world.service.stream({ path: '/', signal })).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      await expect(world.service.lease({ signal })).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(world.engine.calls).toEqual([]);
    });
  });

  describe('as the service object of the original core', () => {
    it('answers true or false, and tells the typed error as an event', async () => {
      await using world = handle();
      await world.service.initializePorts();
      await expect(world.service.startService({ A: '1' })).resolves.toBe(true);
      await expect(world.service.isServiceRunning()).resolves.toBe(true);
      await expect(world.service.isServiceHealthy()).resolves.toBe(true);
      await expect(world.service.waitForHealthy(1000)).resolves.toBe(true);
      await expect(world.service.restartService()).resolves.toBe(true);
      await expect(world.service.stopService()).resolves.toBe(true);
      await expect(world.service.isServiceRunning()).resolves.toBe(false);
      await expect(world.service.cleanup()).resolves.toBe(true);
      await using broken = handle(failing);
      await expect(broken.service.startService()).resolves.toBe(false);
      await expect(broken.service.waitForHealthy()).resolves.toBe(false);
      await expect(broken.service.restartService()).resolves.toBe(false);
      expect(broken.world.payloads('service-error')[0]).toMatchObject({ error: { code: 'MC_ENGINE_FAILED' } });
    });

    it('gives up waiting for health after the time', async () => {
      await using world = handle({ startDelayMs: 10 });
      await expect(world.service.waitForHealthy(1)).resolves.toBe(false);
    });

    it('is stopped before its first start', async () => {
      await using world = handle();
      await expect(world.service.getServiceStatus()).resolves.toEqual({
        ...{
          running: false,
          healthy: false,
          health: 'none',
          state: 'stopped',
          containerId: undefined,
          uptime: 0,
          error: undefined,
        },
        lastCheck: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      });
    });

    it('is running, with its uptime in seconds', async () => {
      await using world = handle();
      await world.service.startService();
      await world.clock.advance(1500);
      await expect(world.service.getServiceStatus()).resolves.toMatchObject({
        ...{ running: true, healthy: true, health: 'healthy', state: 'running', containerId: 'fake:1', uptime: 1.5 },
      });
    });

    it('is in error, with the message, after a start that failed', async () => {
      await using world = handle(failing);
      await world.service.startService();
      await expect(world.service.getServiceStatus()).resolves.toMatchObject({
        ...{ running: false, healthy: false, health: 'unhealthy', state: 'error', error: 'no memory' },
      });
    });

    it('waits for a start under way before it tells its status, also one of this very moment', async () => {
      await using world = handle();
      void world.service.startService();
      await expect(world.service.getServiceStatus()).resolves.toMatchObject({ running: true, state: 'running' });
    });

    it.each([
      ['startService', (service: ConfigurableDockerService) => service],
      [
        'startService of the compose-level object',
        (service: ConfigurableDockerService) => service.getDockerComposeService(),
      ],
    ])('passes the environment of %s on', async (_what, of) => {
      await using world = handle();
      const ensure = jest.spyOn(world.engine, 'ensure');
      await of(world.service).startService({ MODEL: 'tiny' });
      expect(ensure.mock.calls[0]?.[1].environment).toEqual({ MODEL: 'tiny' });
    });

    it('knows its facts without waiting, and never a port 0', async () => {
      await using world = handle();
      expect(world.service.getServiceInfo()).toEqual({
        containerName: 'test-service',
        dockerImage: 'cow:2',
        ports: [],
        composeService: 'cow',
        composeFile: 'docker-compose.yml',
        healthCheckUrl: '',
        network: 'bridge',
        serviceDirectory: world.controller.definition.folder,
      });
      await world.service.startService();
      const { port } = new URL(world.service.baseUrl);
      expect(world.service.getServiceInfo()).toMatchObject({
        containerName: 'fake:1',
        ports: [Number(port)],
        healthCheckUrl: `http://127.0.0.1:${port}/health/ready`,
      });
    });

    it('has, with a front, one port before, during and after every start', async () => {
      await using world = handle();
      await using front = await ServiceFront.open(world.controller);
      const service = new ConfigurableDockerService(world.controller, front);
      const { ports } = service.getServiceInfo();
      expect(ports).toEqual([front.port]);
      await service.startService();
      expect(service.getServiceInfo()).toMatchObject({ ports, healthCheckUrl: `${front.baseUrl}/health/ready` });
      await service.restartService();
      expect(service.getServiceInfo().ports).toEqual(ports);
      expect(service.baseUrl).toBe(front.baseUrl);
    });

    it('detects the ports of what really runs', async () => {
      await using world = handle();
      await expect(world.service.detectRunningPorts()).resolves.toEqual([]);
      await world.service.startService();
      await expect(world.service.detectRunningPorts()).resolves.toEqual([Number(new URL(world.service.baseUrl).port)]);
    });

    it('posts as axios does', async () => {
      await using world = handle();
      const { data, status, headers } = await world.service.post('/x', { text: 'moo' });
      expect({ data, status, cow: headers['x-cow'] }).toEqual({ data: { text: 'moo' }, status: 200, cow: 'tux' });
      await expect(world.service.post('/x')).resolves.toMatchObject({ data: {} });
    });

    it('hands out the last output as one text', async () => {
      await using world = handle();
      await world.service.startService();
      for (const line of ['one', 'two', 'three']) world.engine.print('test-service', line);
      await expect(world.service.getLogs(2)).resolves.toBe('two\nthree');
      await expect(world.service.getLogs()).resolves.toBe('one\ntwo\nthree');
    });

    it('tells what the service uses, in the words of the original core', async () => {
      const stats = { cpuPercent: 12.5, memoryBytes: 5, memoryLimitBytes: 10, pids: 2 };
      await using contained = handle({ stats: { ...stats, network: { rxBytes: 3, txBytes: 4 } } });
      await contained.service.startService();
      const legacy = { cpuUsage: 12.5, memoryUsage: 5, networkIO: { rx: 3, tx: 4 } };
      await expect(contained.service.getContainerStats()).resolves.toEqual(legacy);
      await using bare = handle({ stats });
      const starting = bare.service.startService();
      await expect(bare.service.getContainerStats()).resolves.toEqual({ ...legacy, networkIO: { rx: 0, tx: 0 } });
      await starting;
    });

    it('says why there are no figures', async () => {
      await using world = handle();
      await expect(world.service.getContainerStats()).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_STARTED' });
      await world.service.startService();
      Object.assign(world.engine, { stats: undefined });
      await expect(world.service.getContainerStats()).rejects.toMatchObject({
        code: 'MC_ENGINE_UNAVAILABLE',
        facts: { service: 'test-service', engine: 'process' },
      });
    });

    it('offers the compose-level object, which acts on the same service', async () => {
      await using world = handle();
      const compose = world.service.getDockerComposeService();
      await expect(compose.startService({ A: '1' })).resolves.toBe(true);
      await expect(compose.isServiceRunning()).resolves.toBe(true);
      await expect(compose.waitForHealthy(1000)).resolves.toBe(true);
      await expect(compose.getServiceStatus()).resolves.toMatchObject({ running: true });
      world.engine.print('test-service', 'moo');
      await expect(compose.getServiceLogs(1)).resolves.toBe('moo');
      await expect(compose.getRunningContainerPorts()).resolves.toHaveLength(1);
      expect(compose.getConfig()).toEqual({
        serviceName: 'cow',
        composeFile: 'docker-compose.yml',
        workingDirectory: world.controller.definition.folder,
      });
      await expect(compose.restartService()).resolves.toBe(true);
      expect(world.service.generation).toBe(2);
      await expect(compose.stopService()).resolves.toBe(true);
      await expect(compose.removeService()).resolves.toBe(true);
      await expect(compose.cleanup()).resolves.toBe(true);
      await expect(world.service.isServiceRunning()).resolves.toBe(false);
    });
  });
});
