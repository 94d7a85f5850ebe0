import { managerWorld } from './__fixtures__/manager-world';
import { CentralServiceManager } from './central-service-manager';
import type { ClaraService } from './clara-service';

/** Two that need `docker`, and one that needs one of them. */
function registerFour({ manager, service }: ReturnType<typeof managerWorld>): void {
  manager.registerService('mcp', service('mcp', { dependencies: ['llamaswap'] }));
  manager.registerService('llamaswap', service('llamaswap', { dependencies: ['docker'], critical: true }));
  manager.registerService('n8n', service('n8n', { dependencies: ['docker'] }));
  manager.registerService('docker', service('docker'));
}

const failing =
  (message = 'no'): (() => Promise<never>) =>
  () =>
    Promise.reject(new Error(message));

describe('CentralServiceManager', () => {
  it('starts by the dependencies that were registered, and stops the other way round', async () => {
    await using world = managerWorld();
    registerFour(world);
    await world.run(world.manager.startAllServices());
    expect(Object.values(world.manager.getServicesStatus()).map(({ state }) => state)).toEqual(
      Array(4).fill('running'),
    );
    expect(world.log[0]).toBe('start docker');
    expect(world.log.indexOf('start mcp')).toBeGreaterThan(world.log.indexOf('start llamaswap'));
    world.log.length = 0;
    await world.run(world.manager.stopAllServices());
    expect(world.log.at(-1)).toBe('stop docker');
    expect(world.log.indexOf('stop mcp')).toBeLessThan(world.log.indexOf('stop llamaswap'));
    expect([...world.manager.serviceStates.values()]).toEqual(Array(4).fill('stopped'));
  });

  it('tells what happens in the order of the original', async () => {
    await using world = managerWorld();
    const { manager } = world;
    manager.registerService('docker', world.service('docker'));
    await world.run(manager.startAllServices());
    await world.run(manager.stopAllServices());
    expect(world.told).toEqual([
      'service-registered docker',
      'service-state-changed docker',
      'service-state-changed docker',
      'service-started docker',
      'all-services-started',
      'service-state-changed docker',
      'service-state-changed docker',
      'service-stopped docker',
      'all-services-stopped',
    ]);
  });

  it('tells each state with the one before, in the six words', async () => {
    await using world = managerWorld();
    const changes: object[] = [];
    world.manager.on('service-state-changed', (change) => changes.push(change));
    world.manager.registerService('a', world.service('a'));
    await world.run(world.manager.startAllServices());
    await world.run(world.manager.restartService('a'));
    const pairs: unknown[] = [];
    for (const { previousState, currentState } of changes as Record<string, string>[])
      pairs.push([previousState, currentState]);
    expect(pairs).toEqual([
      ['stopped', 'starting'],
      ['starting', 'running'],
      ['running', 'restarting'],
      ['restarting', 'running'],
    ]);
    expect(world.log).toEqual(['start a', 'stop a', 'start a']);
  });

  it('gives `service-started` after the service runs, with how it is deployed', async () => {
    await using world = managerWorld();
    const seen: unknown[] = [];
    world.manager.on('service-started', ({ name, deploymentMode, service }) => {
      seen.push([name, deploymentMode, service.state, world.manager.getServicesStatus()[name]?.state]);
    });
    world.manager.registerService('a', world.service('a'));
    await world.run(world.manager.startAllServices());
    expect(seen).toEqual([['a', 'native', 'running', 'running']]);
  });

  it('shares one start between calls at once', async () => {
    await using world = managerWorld();
    world.manager.registerService('a', world.service('a'));
    const [first, second] = [world.manager.startAllServices(), world.manager.startAllServices()];
    expect(second).toBe(first);
    await world.run(first);
    await world.run(world.manager.startAllServices());
    expect(world.log).toEqual(['start a']);
  });

  it('undoes the start when a critical service fails, and says so once', async () => {
    await using world = managerWorld();
    const { manager } = world;
    const failed: unknown[] = [];
    manager.on('startup-failed', (error) => failed.push(error));
    manager.registerService('docker', world.service('docker'));
    manager.registerService('core', { start: failing('no model'), critical: true, dependencies: ['docker'] });
    const start = world.run(manager.startAllServices());
    await expect(start).rejects.toMatchObject({
      code: 'MC_STACK_START_FAILED',
      message: expect.stringContaining('no model'),
    });
    expect(world.log).toEqual(['start docker', 'stop docker']);
    expect(failed).toEqual([await start.catch((error: unknown) => error)]);
    expect(world.told).not.toContain('all-services-started');
  });

  it('goes on without a service that is not critical, and without what needs it', async () => {
    await using world = managerWorld();
    const { manager } = world;
    manager.registerService('n8n', { start: failing('port taken'), restartDelay: 60_000 });
    manager.registerService('flows', world.service('flows', { dependencies: ['n8n'] }));
    manager.registerService('core', world.service('core', { critical: true }));
    await world.run(manager.startAllServices());
    const status = manager.getServicesStatus();
    expect(status).toMatchObject({ core: { state: 'running' }, flows: { state: 'error' } });
    expect(status['n8n']).toMatchObject({ state: 'restarting', lastError: 'port taken' });
    expect(world.log).toEqual(['start core']);
  });

  it('calls the method for critical failures or the other one, which can be overridden', async () => {
    const called: unknown[] = [];
    class Own extends CentralServiceManager {
      override handleCriticalServiceFailure(name: string, error: Error): void {
        called.push(['critical', name, error.message]);
      }
      override handleNonCriticalServiceFailure(name: string, error: Error): never {
        called.push(['other', name, error.message]);
        throw new Error('a handler that fails harms nobody');
      }
    }
    await using manager = new Own();
    const errors: unknown[] = [];
    manager.on('service-error', ({ name, service }) => errors.push([name, service.critical]));
    manager.registerService('a', { start: failing('first'), critical: true, autoRestart: false });
    await expect(manager.startAllServices()).rejects.toThrow('first');
    manager.registerService('a', { start: failing('second'), autoRestart: false });
    await manager.startAllServices();
    expect(called).toEqual([
      ['critical', 'a', expect.stringContaining('first')],
      ['other', 'a', expect.stringContaining('second')],
    ]);
    expect(errors).toEqual([
      ['a', true],
      ['a', false],
    ]);
  });

  it('restarts what fails its checks, doubling the pause, until the budget is spent', async () => {
    await using world = managerWorld();
    const { clock, manager } = world;
    let healthy = true;
    const unhealthy: unknown[] = [];
    manager.on('service-unhealthy', ({ name, deploymentMode, misses }) =>
      unhealthy.push([name, deploymentMode, misses]),
    );
    manager.registerService('a', {
      ...world.service('a'),
      healthCheck: () => healthy,
      ...{ healthCheckInterval: 1000, restartDelay: 1000, maxRestarts: 2, startupTimeout: 500 },
    });
    await world.run(manager.startAllServices());
    expect(manager.getServicesStatus()['a']).toMatchObject({ canRestart: true, lastHealthCheck: expect.any(Number) });
    healthy = false;
    await clock.advance(4000);
    expect(unhealthy.slice(0, 3)).toEqual([1, 2, 3].map((misses) => ['a', 'native', misses]));
    await clock.advance(20_000);
    expect(manager.getServicesStatus()['a']).toMatchObject({
      ...{ state: 'error', restartAttempts: 2, uptime: 0 },
      lastError: expect.stringContaining('restarted 2 times in a row'),
    });
    expect(world.log.filter((line) => line === 'start a')).toHaveLength(3);
    healthy = true;
    await world.run(manager.restartService('a'));
    expect(manager.getServicesStatus()['a']).toMatchObject({ state: 'running', restartAttempts: 0, lastError: null });
  });

  it('does not restart what says autoRestart: false', async () => {
    await using world = managerWorld();
    let healthy = true;
    world.manager.registerService('a', { ...world.service('a', { autoRestart: false }), healthCheck: () => healthy });
    await world.run(world.manager.startAllServices());
    healthy = false;
    await world.clock.advance(200_000);
    expect(world.manager.getServicesStatus()['a']).toMatchObject({ state: 'error', canRestart: false });
    expect(world.log).toEqual(['start a', 'stop a']);
  });

  it('names a dependency that nobody registered, and a circle with its path', async () => {
    await using world = managerWorld();
    const { manager } = world;
    manager.registerService('a', world.service('a', { dependencies: ['b'] }));
    await expect(manager.startAllServices()).rejects.toMatchObject({
      code: 'MC_STACK_INVALID',
      message: expect.stringContaining('"b"'),
    });
    manager.registerService('b', world.service('b', { dependencies: ['a'] }));
    await expect(manager.startAllServices()).rejects.toThrow('a → b → a');
    expect(world.told.filter((event) => event === 'startup-failed')).toHaveLength(2);
    expect(world.log).toEqual([]);
  });

  it('starts, stops and restarts one with what it needs and what needs it', async () => {
    await using world = managerWorld();
    const { manager } = world;
    registerFour(world);
    await world.run(manager.startService('mcp'));
    expect(manager.getServicesStatus()['n8n']?.state).toBe('stopped');
    expect(world.log).toEqual(['start docker', 'start llamaswap', 'start mcp']);
    await world.run(manager.stopService('llamaswap'));
    expect(world.log.slice(3)).toEqual(['stop mcp', 'stop llamaswap']);
    await expect(manager.stopService('unknown')).resolves.toBeUndefined();
    await expect(manager.startService('unknown')).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
    await expect(manager.restartService('unknown')).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
  });

  it('rejects the start of one that fails, and replaces its definition', async () => {
    await using world = managerWorld();
    const { manager } = world;
    manager.registerService('a', { start: failing('no'), autoRestart: false });
    await expect(world.run(manager.startService('a'))).rejects.toThrow('no');
    manager.registerService('a', world.service('a'));
    await world.run(manager.startService('a'));
    manager.registerService('a', world.service('a', { priority: 2 }));
    await world.run(manager.startService('a'));
    expect(world.log).toEqual(['start a', 'stop a', 'start a']);
  });

  it('makes a definition without a way to start the failure of that service alone', async () => {
    await using world = managerWorld();
    const { manager } = world;
    manager.registerService('empty', { name: 'Empty' });
    manager.registerService('a', world.service('a'));
    await world.run(manager.startAllServices());
    expect(manager.getServicesStatus()).toMatchObject({
      a: { state: 'running' },
      empty: { state: 'error', lastError: expect.stringContaining('Nothing says how "empty" starts') },
    });
    for (const wrong of [undefined, null, 'docker']) {
      expect(() => manager.registerService('x', wrong as unknown as ClaraService)).toThrow(
        expect.objectContaining({ code: 'MC_USAGE' }),
      );
    }
  });

  it('pushes changes to a window until that is ended', async () => {
    await using world = managerWorld();
    const sent: unknown[] = [];
    const stop = world.manager.onStatus((channel, payload) => sent.push([channel, payload]));
    world.manager.onStatus(() => {
      throw new Error('Object has been destroyed');
    });
    world.manager.registerService('a', world.service('a'));
    await world.run(world.manager.startAllServices());
    stop();
    await world.run(world.manager.stopAllServices());
    expect(sent).toEqual([
      ['service-status-changed', { service: 'a', status: 'starting' }],
      ['service-status-changed', { service: 'a', status: 'running' }],
    ]);
  });

  it('takes the object that knows how services are deployed, as the original does', async () => {
    const choices = { getServiceMode: () => 'manual' as const, getServiceUrl: () => 'http://127.0.0.1:9' };
    await using manager = new CentralServiceManager(choices);
    manager.registerService('n8n', { deploymentModes: ['docker', 'manual'], dockerContainer: { image: 'n8n' } });
    manager.registerService('other', { start: () => undefined });
    expect(manager.getServicesStatus()).toMatchObject({
      n8n: { deploymentMode: 'manual', isManual: true, canRestart: false, serviceUrl: 'http://127.0.0.1:9' },
      other: { deploymentMode: 'native', isManual: false, supportedModes: ['native'] },
    });
    expect(new CentralServiceManager(null).config).toMatchObject({ maxRestartAttempts: 3, restartDelay: 5000 });
  });

  it('leaves no timer, no listener of the process and no running service', async () => {
    const before = process.listenerCount('SIGTERM');
    const world = managerWorld();
    world.manager.registerService('a', world.service('a', { healthCheck: () => true }));
    await world.run(world.manager.startAllServices());
    await world.run(world.manager.close());
    await world.manager.close();
    expect(world.log).toEqual(['start a', 'stop a']);
    expect([world.clock.pending, process.listenerCount('SIGTERM')]).toEqual([0, before]);
    await expect(world.manager.startAllServices()).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });
});
