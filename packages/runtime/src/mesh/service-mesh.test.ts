import { createMeshWorld } from './__fixtures__/mesh-world';
import { createServiceMesh } from './create-service-mesh';

const failing = () => Promise.reject(new Error('refused'));

describe('ServiceMesh', () => {
  it('does what its documentation shows', async () => {
    interface Components {
      database: { query(text: string): Promise<unknown> };
      orders: Orders;
    }
    class Orders {
      constructor(private readonly needs: { database: Components['database'] }) {}
      count = () => this.needs.database.query('SELECT count(*) FROM orders');
    }
    const connect = async () => ({ query: async (text: string) => text });
    await using mesh = createServiceMesh<Components>()
      .register({
        name: 'database',
        factory: connect,
        healthCheck: (database) => database.query('SELECT 1').then(() => true),
      })
      .register({ name: 'orders', class: Orders, dependencies: ['database'], required: false });
    await mesh.start();
    await expect(mesh.call('orders', (orders) => orders.count())).resolves.toBe('SELECT count(*) FROM orders');
  });

  it('starts what needs nothing at once, the rest as soon as what it needs is ready, and stops in reverse', async () => {
    const { mesh, diary, clock } = createMeshWorld();
    let finish: () => void = () => undefined;
    const slow = () => new Promise<void>((resolve) => (finish = resolve));
    mesh.register(diary.component('api', { needs: ['db', 'cache'] }));
    mesh.register(diary.component('db', { initialize: slow }));
    mesh.register(diary.component('cache'));
    mesh.register(diary.component('worker', { needs: ['cache'] }));
    const started = mesh.start();
    await clock.advance(0);
    expect(diary.lines).toEqual(['make db', 'make cache', 'up cache', 'make worker', 'up worker']);
    finish();
    await clock.advance(0);
    await expect(started).resolves.toMatchObject({ failed: [] });
    expect(diary.lines.slice(5)).toEqual(['make api', 'up api']);
    expect(mesh.getStatus()).toMatchObject({
      mode: 'mesh',
      health: { status: 'healthy', summary: { healthy: 4 } },
      services: {
        cache: { state: 'ready', dependents: ['api', 'worker'], instances: [{ id: 'cache', status: 'healthy' }] },
      },
    });
    await mesh.stop();
    const ends = diary.lines.slice(7);
    expect(ends.indexOf('down api')).toBeLessThan(ends.indexOf('down db'));
    expect(ends.indexOf('down worker')).toBeLessThan(ends.indexOf('down cache'));
    expect(ends).toHaveLength(4);
    expect(clock.pending).toBe(0);
  });

  it('undoes the whole start when a required one fails, with one report', async () => {
    const { mesh, diary, clock } = createMeshWorld();
    mesh.register(diary.component('a'));
    mesh.register(diary.component('b', { needs: ['a'], initialize: failing }));
    await expect(mesh.start()).rejects.toMatchObject({
      code: 'MC_STACK_START_FAILED',
      message: expect.stringContaining('refused'),
    });
    expect(diary.lines).toEqual(['make a', 'up a', 'make b', 'down b', 'down a']);
    expect(mesh.getStatus()).toMatchObject({ mode: 'stopped', services: { a: { state: 'absent' } } });
    expect(clock.pending).toBe(0);
  });

  it('goes on without an optional one, and says so', async () => {
    const { mesh, diary } = createMeshWorld();
    mesh.register(diary.component('a'));
    mesh.register(diary.component('b', { required: false, initialize: failing }));
    const { ready, failed } = await mesh.start();
    expect([ready, failed.map(({ name }) => name)]).toEqual([['a'], ['b']]);
    expect(mesh.getStatus()).toMatchObject({
      health: { status: 'degraded', services: { b: { message: expect.stringContaining('refused') } } },
    });
    await expect(mesh.resolve('b')).rejects.toMatchObject({ code: 'MC_DEPENDENCY_FAILED' });
    await mesh.close();
  });

  it('tries a start again after a pause, and gives each attempt a deadline', async () => {
    const { mesh, diary, clock } = createMeshWorld();
    const attempts: number[] = [];
    const initialize = () => {
      attempts.push(clock.now());
      if (attempts.length === 1) throw new Error('refused');
      return attempts.length === 2 ? new Promise(() => undefined) : undefined;
    };
    mesh.register(diary.component('a', { initialize, retries: 3, retryDelayMs: 2000, startTimeoutMs: 500 }));
    const started = mesh.start();
    await clock.advance(5000);
    await started;
    expect(attempts).toEqual([0, 2000, 4500]);
    await mesh.close();
  });

  it('stops everything when the start as a whole takes too long', async () => {
    const { mesh, diary, clock } = createMeshWorld({ startup_timeout: 10 });
    mesh.register(diary.component('a'));
    mesh.register(diary.component('b', { initialize: () => new Promise(() => undefined) }));
    const started = expect(mesh.start()).rejects.toMatchObject({ code: 'MC_SERVICE_START_TIMEOUT' });
    await clock.advance(10_000);
    await started;
    expect(diary.lines).toContain('down a');
    expect(mesh.getStatus().mode).toBe('stopped');
  });

  it('refuses a component that says no when it is started', async () => {
    const { mesh, diary } = createMeshWorld();
    diary.health.set('a', false);
    mesh.register(diary.component('a'));
    await expect(mesh.start()).rejects.toThrow('its check says no');
    expect(diary.lines).toEqual(['make a', 'up a', 'down a']);
  });

  it('makes one anew that is unhealthy for long, by the checks that the status shows', async () => {
    const { mesh, diary, clock } = createMeshWorld({ health_check_interval: 10 });
    mesh.register(diary.component('a'));
    await mesh.start();
    diary.health.set('a', false);
    await clock.advance(11_000);
    expect(mesh.getStatus().health.status).toBe('unhealthy');
    expect(mesh.getInstances('a', { healthyOnly: true })).toEqual([]);
    for (let seconds = 0; diary.lines.length < 3 && seconds < 25; seconds += 0.5) await clock.advance(500);
    expect(diary.lines).toEqual(['make a', 'up a', 'down a']);
    diary.health.set('a', true);
    await clock.advance(10_000);
    expect(diary.lines.slice(3)).toEqual(['make a', 'up a']);
    expect(mesh.getStatus()).toMatchObject({ health: { status: 'healthy' }, services: { a: { restarts: 1 } } });
    await mesh.close();
    expect(clock.pending).toBe(0);
  });

  it('restarts one together with what depends on it, and nothing else', async () => {
    const { mesh, diary, clock } = createMeshWorld();
    mesh.register(diary.component('db'));
    mesh.register(diary.component('api', { needs: ['db'] }));
    mesh.register(diary.component('live', { needs: ['db'], restartWithDependencies: false }));
    mesh.register(diary.component('other'));
    await mesh.start();
    const live = await mesh.resolve<{ dependencies: { db: { id: number } } }>('live');
    const before = live.dependencies.db.id;
    diary.lines.length = 0;
    await mesh.restart('db');
    await clock.advance(0);
    expect(diary.lines).toEqual(['down api', 'down db', 'make db', 'up db', 'make api', 'up api']);
    expect(live.dependencies.db.id).not.toBe(before);
    await expect(mesh.restart('dbb')).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
    await mesh.close();
  });

  it('takes in what is registered while it runs, by another start', async () => {
    const { mesh, diary } = createMeshWorld();
    mesh.register(diary.component('a'));
    await mesh.start();
    mesh.register(diary.component('b', { needs: ['a'] }));
    await mesh.start();
    expect(diary.lines).toEqual(['make a', 'up a', 'make b', 'up b']);
    await mesh.stop();
    await mesh.start();
    expect(diary.lines.slice(6)).toEqual(['make a', 'up a', 'make b', 'up b']);
    await mesh.close();
  });

  it('gives the start of what was registered since a deadline too', async () => {
    const { mesh, diary, clock } = createMeshWorld({ startup_timeout: 10 });
    mesh.register(diary.component('a'));
    await mesh.start();
    mesh.register(diary.component('b', { initialize: () => new Promise(() => undefined) }));
    const started = expect(mesh.start()).rejects.toMatchObject({ code: 'MC_SERVICE_START_TIMEOUT' });
    await clock.advance(10_000);
    await started;
    expect(mesh.getStatus()).toMatchObject({ mode: 'mesh', services: { a: { state: 'ready' } } });
    await mesh.close();
    expect(clock.pending).toBe(0);
  });

  it('makes only that component anew whose section of the configuration changed', async () => {
    const { mesh, diary, set } = createMeshWorld();
    mesh.register(diary.component('redis', { section: 'redis' }));
    mesh.register(diary.component('database', { section: 'database' }));
    await mesh.start();
    diary.lines.length = 0;
    set({ redis: { host: 'new' } });
    await mesh.configure();
    expect(diary.lines).toEqual(['down redis', 'make redis', 'up redis']);
    diary.lines.length = 0;
    await mesh.configure();
    expect(diary.lines).toEqual([]);
    await mesh.close();
  });

  it('shows no secret in its status, by name or by value', async () => {
    const { mesh, diary } = createMeshWorld({ database: { password: 'hunter2', host: 'db' } });
    const login = () => Promise.reject(new Error('login with hunter2 failed'));
    mesh.register(diary.component('database', { section: 'database', required: false, initialize: login }));
    mesh.health.registerCheck('custom', () => ({ status: 'healthy', details: { apiKey: 'k-123', note: 'hunter2' } }));
    await mesh.start();
    await mesh.health.checkAll();
    const status = JSON.stringify(mesh.getStatus());
    expect(status).toContain('login with *** failed');
    expect(status).not.toMatch(/hunter2|k-123/);
    expect(mesh.getStatus().config.database.host).toBe('db');
    await mesh.close();
  });
});
