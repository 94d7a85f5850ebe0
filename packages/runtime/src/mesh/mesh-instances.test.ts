import { createMeshWorld } from './__fixtures__/mesh-world';

/** An object of the old program, beside the mesh. */
function oldService(name: string) {
  const service = {
    name,
    healthy: true,
    log: [] as string[],
    start: async () => void service.log.push('start'),
    stop: async () => void service.log.push('stop'),
    healthCheck: async () => service.healthy,
  };
  return service;
}

async function called(mesh: ReturnType<typeof createMeshWorld>['mesh'], times: number): Promise<string> {
  const names: string[] = [];
  for (let call = 0; call < times; call++)
    await mesh.call('billing', async (instance) => void names.push((instance as { name: string }).name));
  return names.join(' ');
}

describe('instances beside the mesh', () => {
  it('are old objects taken over with their own start, stop and healthCheck', async () => {
    const { mesh } = createMeshWorld();
    const old = oldService('old');
    mesh.register({ name: 'billing', instance: old });
    await mesh.start();
    expect(await mesh.resolve('billing')).toBe(old);
    expect(mesh.getStatus().services['billing']).toMatchObject({ health: 'healthy', lifecycle: 'singleton' });
    await mesh.close();
    expect(old.log).toEqual(['start', 'stop']);
  });

  it('share the calls in turn with what the mesh runs, healthy ones only, until the old one is removed', async () => {
    const { mesh, clock } = createMeshWorld({ health_check_interval: 10 });
    const [old, second] = [oldService('old'), oldService('second')];
    mesh.register({ name: 'billing', factory: () => ({ name: 'new' }) });
    await mesh.start();
    await mesh.addInstance('billing', old, { id: 'old' });
    await mesh.addInstance('billing', second);
    expect(await called(mesh, 6)).toBe('new old second new old second');
    old.healthy = false;
    await clock.advance(10_000);
    expect(await called(mesh, 4)).toBe('new second new second');
    expect(mesh.getStatus().services['billing']).toMatchObject({ health: 'degraded' });
    old.healthy = true;
    await clock.advance(10_000);
    expect(await called(mesh, 3)).toContain('old');
    expect([mesh.removeInstance('billing', 'old'), mesh.removeInstance('billing', 'old')]).toEqual([true, false]);
    expect(await called(mesh, 2)).not.toContain('old');
    expect(old.log).toEqual([]);
    await mesh.close();
    expect(clock.pending).toBe(0);
  });

  it('get no calls before they were found healthy, nor a second time under one id', async () => {
    const { mesh } = createMeshWorld();
    mesh.register({
      name: 'billing',
      factory: () => ({ name: 'new' }),
      healthCheck: () => false,
      required: false,
      retries: 0,
    });
    await mesh.start();
    await mesh.addInstance('billing', { name: 'sick' }, { id: 'x', healthCheck: () => false });
    await expect(mesh.call('billing', async () => undefined)).rejects.toMatchObject({ code: 'MC_DEPENDENCY_FAILED' });
    await expect(mesh.addInstance('billing', {}, { id: 'x' })).rejects.toMatchObject({ code: 'MC_USAGE' });
    await mesh.close();
  });

  it('are spared by a circuit of their own while another can take the call', async () => {
    const { mesh } = createMeshWorld();
    mesh.register({ name: 'billing', factory: () => ({ name: 'new' }) });
    await mesh.start();
    await mesh.addInstance('billing', oldService('old'), { id: 'old' });
    mesh.circuits.getBreaker('billing#old').open();
    expect(await called(mesh, 4)).toBe('new new new new');
    mesh.circuits.getBreaker('billing').open();
    await expect(called(mesh, 1)).rejects.toMatchObject({ code: 'MC_DEPENDENCY_FAILED' });
    await mesh.close();
  });
});
