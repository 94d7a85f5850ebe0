import {
  createFakeEngine,
  eventually,
  serviceDefinition,
  temporaryFolder,
  type FakeEngine,
} from '@mediaconduit/testkit';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRuntime } from '../create-runtime';
import { EngineSet } from '../engine/engine-set';
import { createRemoteEngine } from '../engine/remote/remote-engine';
import { CentralServiceManager } from './central-service-manager';
import type { ManagerOptions } from './create-manager-parts';

/** A manager whose engines run services in this process. */
function engineWorld(options: ManagerOptions = {}) {
  const serve = () => (_request: unknown, response: { end(body: string): void }) => response.end('ok');
  const engines: Record<'docker' | 'process', FakeEngine> = {
    docker: createFakeEngine({ name: 'docker', serve }),
    process: createFakeEngine({ name: 'process', serve }),
  };
  const set = new EngineSet({
    docker: () => engines.docker,
    process: () => engines.process,
    remote: createRemoteEngine,
  });
  const runtime = createRuntime({ projectFolder: '/nonexistent', engines: set, environment: {} });
  const manager = new CentralServiceManager({ runtime, ...options });
  return {
    ...{ engines, manager },
    [Symbol.asyncDispose]: async () => {
      await manager.close();
      await runtime.close();
    },
  };
}

async function closedServer() {
  const server = createServer((_request, response) => response.end('ok'));
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    ...{ port, url: `http://127.0.0.1:${port}` },
    open: () => listen(port),
    close: async () => {
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

describe('CentralServiceManager on engines', () => {
  it('runs a container by the Docker engine and tells its real address', async () => {
    await using world = engineWorld();
    world.manager.registerService('python-backend', {
      type: 'docker-container',
      dockerContainer: {
        ...{ name: 'clara_python', image: 'clara/backend:1', ports: { 5001: 5000 }, runtime: 'nvidia' },
        ...{ volumes: ['models:/models'], environment: ['A=1', 'B=x=y', 'EMPTY'] },
      },
      healthEndpoint: '/health',
    });
    const ensure = jest.spyOn(world.engines.docker, 'ensure');
    await world.manager.startAllServices();
    expect(ensure.mock.calls[0]?.[0]).toMatchObject({
      ...{ id: 'clara-python', engines: ['docker'], gpu: true, idleStopMs: 0 },
      docker: { image: 'clara/backend:1', containerPort: 5000, hostPort: 5001, volumes: ['models:/models'] },
      readiness: { path: '/health', timeoutMs: 30_000 },
      environment: { A: '1', B: 'x=y', EMPTY: '' },
    });
    expect(world.manager.getServicesStatus()['python-backend']).toMatchObject({
      ...{ state: 'running', deploymentMode: 'docker', supportedModes: ['docker'] },
      serviceUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    await world.manager.stopAllServices();
    expect(await world.engines.docker.list()).toEqual([]);
  });

  it('runs a binary by the process engine, and starts it again when it ends', async () => {
    await using world = engineWorld();
    const errors: unknown[] = [];
    world.manager.on('service-error', ({ name, error }) => errors.push([name, error.facts['exitCode']]));
    world.manager.registerService('llamaswap', {
      ...{ type: 'binary', binaryPath: './bin/llama', args: ['--port', '8091'], ports: { proxy: 9999, main: 8091 } },
      ...{ environment: ['CUDA_VISIBLE_DEVICES=0'], restartDelay: 1 },
    });
    const ensure = jest.spyOn(world.engines.process, 'ensure');
    await world.manager.startAllServices();
    expect(ensure.mock.calls[0]?.[0]).toMatchObject({
      ...{ folder: '/nonexistent', engines: ['process'], environment: { CUDA_VISIBLE_DEVICES: '0' } },
      process: { command: ['./bin/llama', '--port', '8091'], port: 8091 },
    });
    world.engines.process.crash('llamaswap', 3);
    await eventually(async () => {
      expect(world.manager.getServicesStatus()['llamaswap']).toMatchObject({ state: 'running', restartAttempts: 1 });
    });
    expect(errors).toEqual([['llamaswap', 3]]);
  });

  it('asks the health check of a definition where the service really is', async () => {
    await using world = engineWorld();
    const asked: unknown[] = [];
    world.manager.registerService('n8n', {
      dockerContainer: { image: 'n8n' },
      healthCheck: (url) => asked.push(url) > 2,
    });
    await world.manager.startAllServices();
    expect(asked).toHaveLength(3);
    expect(new Set(asked)).toEqual(new Set([world.manager.getServicesStatus()['n8n']?.serviceUrl]));
  });

  it('takes definitions of our own and entries of a stack file', async () => {
    await using folder = await temporaryFolder();
    await using world = engineWorld();
    const critical = serviceDefinition({
      folder: folder.path,
      critical: true,
      readiness: { path: '/', timeoutMs: 5000 },
    });
    world.manager.registerService('cow', { ...critical, dependsOn: ['redis'] });
    world.manager.registerService('redis', {
      ...{ image: 'redis:7', restart: { delayMs: 5 }, readiness: { path: '/' }, dependsOn: ['docker'] },
    });
    world.manager.registerService('docker', { start: () => undefined });
    const order: string[] = [];
    world.manager.on('service-started', ({ name }) => order.push(name));
    await world.manager.startAllServices();
    expect(order).toEqual(['docker', 'redis', 'cow']);
    expect(world.manager.getServicesStatus()).toMatchObject({
      cow: { state: 'running', deploymentMode: 'native' },
      redis: { state: 'running', deploymentMode: 'docker' },
    });
    expect(world.manager.services.get('cow')?.critical).toBe(true);
  });

  it('names what is wrong with an entry of a stack file', async () => {
    await using world = engineWorld();
    world.manager.registerService('redis', { image: 'redis:7', restarts: 3 });
    await world.manager.startAllServices();
    expect(world.manager.getServicesStatus()['redis']?.lastError).toContain('restarts');
  });

  it('finds what the user runs, leaves it alone, and finds it again when it is back', async () => {
    const server = await closedServer();
    await using world = engineWorld();
    const { manager } = world;
    const state = (): string | undefined => manager.getServicesStatus()['n8n']?.state;
    manager.registerService('n8n', {
      ...{ deploymentModes: ['docker', 'manual'], deploymentMode: 'manual', dockerContainer: { image: 'n8n' } },
      manual: { urlRequired: true, defaultUrl: 'http://localhost:5678', healthEndpoint: '/healthz' },
      ...{ startupTimeout: 50, restartDelay: 1, healthCheckInterval: 10 },
    });
    await manager.startAllServices();
    expect(manager.getServicesStatus()['n8n']).toMatchObject({
      state: 'error',
      lastError: expect.stringContaining('Nobody said where "n8n" runs'),
    });
    await manager.setServiceUrl('n8n', server.url);
    await eventually(async () => expect(state()).toBe('running'));
    expect(manager.getServicesStatus()['n8n']).toMatchObject({
      ...{ isManual: true, canRestart: false, serviceUrl: server.url, deploymentMode: 'manual' },
    });
    await server.close();
    await eventually(async () => expect(state()).not.toBe('running'));
    await server.open();
    await eventually(async () => expect(state()).toBe('running'));
    await manager.stopAllServices();
    expect(await (await fetch(server.url)).text()).toBe('ok');
    await server.close();
  });

  it('refuses an address that is none, and a service that nobody registered', async () => {
    await using world = engineWorld();
    world.manager.registerService('n8n', { manual: {} });
    await expect(world.manager.setServiceUrl('n8n', 'nas')).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
    await expect(world.manager.setServiceUrl('x', 'http://nas')).rejects.toMatchObject({
      code: 'MC_SERVICE_NOT_FOUND',
    });
  });
});
