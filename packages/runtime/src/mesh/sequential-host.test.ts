import { createMeshWorld } from './__fixtures__/mesh-world';

const LEGACY = { use_legacy_startup: true };

describe('a start without the mesh', () => {
  it('starts one after the other in the order of what they need, says so, and stops in reverse', async () => {
    const { mesh, diary, logged, events } = createMeshWorld(LEGACY);
    mesh.register(diary.component('c', { needs: ['b'] }));
    mesh.register(diary.component('b', { needs: ['a'] }));
    mesh.register(diary.component('a'));
    await expect(mesh.start()).resolves.toEqual({ ready: ['a', 'b', 'c'], failed: [] });
    expect(diary.lines).toEqual(['make a', 'up a', 'make b', 'up b', 'make c', 'up c']);
    expect(logged.join()).toContain('one after the other, without the mesh');
    expect(events).toEqual(['legacy: useLegacyStartup is set (USE_LEGACY_STARTUP)']);
    expect(mesh.getStatus()).toMatchObject({ mode: 'legacy', health: { status: 'healthy' } });
    await mesh.stop();
    expect(diary.lines.slice(6)).toEqual(['down c', 'down b', 'down a']);
    expect(mesh.getStatus().mode).toBe('stopped');
  });

  it('is what a mesh falls back to that cannot be ordered, and gives what runs already', async () => {
    const { mesh, diary, logged } = createMeshWorld();
    mesh.register(diary.component('a', { needs: ['b'] }));
    mesh.register(diary.component('b', { needs: ['a', 'nowhere'] }));
    await expect(mesh.start()).resolves.toMatchObject({ ready: ['a', 'b'] });
    expect(mesh.getStatus().mode).toBe('legacy');
    expect(logged[0]).toMatch(/without the mesh.*nowhere/);
    const b = await mesh.resolve<{ dependencies: { a: { name: string } } }>('b');
    expect(b.dependencies.a.name).toBe('a');
    await mesh.close();
  });

  it('goes on without an optional one, and looks at all of them by itself', async () => {
    const { mesh, diary, clock } = createMeshWorld(LEGACY);
    mesh.register(diary.component('a', { required: false, initialize: () => Promise.reject(new Error('refused')) }));
    mesh.register(diary.component('b'));
    const { ready, failed } = await mesh.start();
    expect([ready, failed.map(({ name, error }) => `${name}: ${error.message}`)]).toEqual([['b'], ['a: refused']]);
    expect(mesh.getStatus().health.status).toBe('degraded');
    diary.health.set('b', false);
    await clock.advance(30_000);
    expect(mesh.getStatus().health.status).toBe('unhealthy');
    await mesh.close();
    expect(clock.pending).toBe(0);
  });

  it('undoes a start without a required one', async () => {
    const { mesh, diary } = createMeshWorld(LEGACY);
    mesh.register(diary.component('a'));
    mesh.register(diary.component('b', { initialize: () => Promise.reject(new Error('refused')) }));
    await expect(mesh.start()).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED', facts: { failed: ['b'] } });
    expect(diary.lines).toEqual(['make a', 'up a', 'make b', 'down b', 'down a']);
    expect(mesh.getStatus().mode).toBe('stopped');
  });

  it('stops all others when one cannot be, and tells the first failure', async () => {
    const { mesh, diary, logged } = createMeshWorld(LEGACY);
    mesh.register(diary.component('a'));
    mesh.register(diary.component('b', { shutdown: () => Promise.reject(new Error('second')) }));
    mesh.register(diary.component('c', { shutdown: () => Promise.reject(new Error('first')) }));
    await mesh.start();
    await expect(mesh.stop()).rejects.toThrow('first');
    expect(diary.lines).toContain('down a');
    expect(logged.slice(1).join()).toMatch(/"component":"c".*first.*"component":"b".*second/);
    expect(mesh.getStatus()).toMatchObject({ mode: 'stopped', services: { a: { state: 'absent' } } });
    await mesh.close();
  });

  it('tells why a start failed, also when what ran cannot be stopped', async () => {
    const { mesh, diary, logged } = createMeshWorld(LEGACY);
    mesh.register(diary.component('a', { shutdown: () => Promise.reject(new Error('boom')) }));
    mesh.register(diary.component('b', { initialize: () => Promise.reject(new Error('refused')) }));
    await expect(mesh.start()).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED', facts: { failed: ['b'] } });
    expect(logged.join()).toContain('boom');
    expect(mesh.getStatus().mode).toBe('stopped');
  });

  it('takes a changed configuration over although something old could not be stopped', async () => {
    const { mesh, diary } = createMeshWorld(LEGACY);
    mesh.register(diary.component('a', { shutdown: () => Promise.reject(new Error('boom')) }));
    mesh.register(diary.component('b'));
    await mesh.start();
    await expect(mesh.configure()).rejects.toThrow('boom');
    expect(diary.lines.slice(4)).toEqual(['down b', 'make a', 'up a', 'make b', 'up b']);
    await expect(mesh.close()).rejects.toThrow('boom');
  });

  it('makes one anew, which the others see', async () => {
    const { mesh, diary } = createMeshWorld(LEGACY);
    mesh.register(diary.component('a'));
    mesh.register(diary.component('b', { needs: ['a'] }));
    await mesh.start();
    await mesh.restart('a');
    const { dependencies } = await mesh.resolve<{ dependencies: { a: { id: number } } }>('b');
    expect(dependencies.a.id).toBe(3);
    await mesh.close();
  });
});
