import { createMeshWorld } from './__fixtures__/mesh-world';

interface Made {
  readonly id: number;
  readonly dependencies: Record<string, Made>;
}

async function world() {
  const { mesh, diary } = createMeshWorld({ use_legacy_startup: true });
  mesh.register(diary.component('pool'));
  mesh.register(diary.component('session', { needs: ['pool'], lifecycle: 'scoped' }));
  mesh.register(diary.component('query', { needs: ['session', 'pool'], lifecycle: 'transient' }));
  await mesh.start();
  diary.lines.length = 0;
  return { mesh, diary };
}

describe('scopes', () => {
  it('have one instance each of what is scoped, a new one of what is transient, and share singletons', async () => {
    const { mesh } = await world();
    await using one = mesh.createScope();
    await using two = mesh.createScope();
    const [first, again, other] = await Promise.all([
      one.resolve<Made>('session'),
      one.resolve<Made>('session'),
      two.resolve<Made>('session'),
    ]);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    expect(other.dependencies['pool']).toBe(first.dependencies['pool']);
    const query = await one.resolve<Made>('query');
    expect(query.dependencies['session']).toBe(first);
    expect(await one.resolve('query')).not.toBe(query);
    await mesh.close();
  });

  it('shut down what they made, last made first, and nothing else', async () => {
    const { mesh, diary } = await world();
    {
      await using scope = mesh.createScope();
      await scope.resolve('query');
    }
    expect(diary.lines).toEqual(['make session', 'up session', 'make query', 'up query', 'down query', 'down session']);
    await mesh.close();
  });

  it('wait for what is being made when they close, and give nothing afterwards', async () => {
    const { mesh, diary } = createMeshWorld();
    let finish: (value: object) => void = () => undefined;
    const factory = () => new Promise<object>((resolve) => (finish = resolve));
    mesh.register(diary.component('slow', { lifecycle: 'scoped', factory }));
    const scope = mesh.createScope();
    const asked = scope.resolve('slow');
    await new Promise(setImmediate);
    const closed = scope.close();
    finish({});
    await closed;
    await asked;
    expect(diary.lines).toEqual(['up slow', 'down slow']);
    await expect(scope.resolve('slow')).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
  });

  it('close although something of them is never shut down, and shut down the rest', async () => {
    const { mesh, diary, clock, logged } = createMeshWorld({ graceful_shutdown_timeout: 5 });
    mesh.register(diary.component('first', { lifecycle: 'scoped' }));
    mesh.register(diary.component('hangs', { lifecycle: 'scoped', shutdown: () => new Promise(() => undefined) }));
    const scope = mesh.createScope();
    await scope.resolve('first');
    await scope.resolve('hangs');
    const closed = scope.close();
    await clock.advance(5000);
    await closed;
    expect(diary.lines.at(-1)).toBe('down first');
    expect(logged.join()).toMatch(/could not be shut down.*hangs/);
    expect(clock.pending).toBe(0);
  });

  it('close although something of them is never made, and shut it down when it is made late', async () => {
    const { mesh, diary, clock } = createMeshWorld({ graceful_shutdown_timeout: 5 });
    let finish: (value: object) => void = () => undefined;
    const factory = () => new Promise<object>((resolve) => (finish = resolve));
    mesh.register(diary.component('first', { lifecycle: 'scoped' }));
    const shutdown = () => new Promise(setImmediate).then(() => void diary.lines.push('down slow'));
    mesh.register(diary.component('slow', { lifecycle: 'scoped', factory, shutdown }));
    const scope = mesh.createScope();
    await scope.resolve('first');
    const asked = expect(scope.resolve('slow')).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
    await clock.advance(0);
    const closed = scope.close();
    await clock.advance(5000);
    await closed;
    expect(diary.lines.at(-1)).toBe('down first');
    finish({});
    await asked;
    expect(diary.lines.slice(-2)).toEqual(['up slow', 'down slow']);
    expect(clock.pending).toBe(0);
  });

  it.each(['scoped', 'transient'] as const)('refuse a circle of what is %s, and close', async (lifecycle) => {
    const { mesh, diary } = createMeshWorld();
    mesh.register(diary.component('a', { needs: ['b'], lifecycle }));
    mesh.register(diary.component('b', { needs: ['a', 'nowhere'], lifecycle }));
    await using scope = mesh.createScope();
    await expect(scope.resolve('a')).rejects.toMatchObject({
      code: 'MC_DEPENDENCY_CYCLE',
      facts: { path: ['a', 'b', 'a'] },
    });
    await scope.close();
    expect(diary.lines).toEqual([]);
  });

  it('forget a failure, and leave nothing of it', async () => {
    const { mesh, diary } = createMeshWorld();
    let fails = true;
    const initialize = () => (fails ? Promise.reject(new Error('refused')) : undefined);
    mesh.register(diary.component('x', { lifecycle: 'scoped', initialize }));
    await using scope = mesh.createScope();
    await expect(scope.resolve('x')).rejects.toThrow('refused');
    fails = false;
    await scope.resolve('x');
    expect(diary.lines).toEqual(['make x', 'down x', 'make x']);
  });

  it('are needed for a transient that brings others along, which nobody else could shut down', async () => {
    const { mesh, diary } = await world();
    mesh.register(diary.component('connection', { needs: ['pool'], lifecycle: 'transient' }));
    mesh.register(diary.component('report', { needs: ['connection', 'pool'], lifecycle: 'transient' }));
    for (const [name, made] of [
      ['report', 'connection'],
      ['query', 'session'],
    ] as const) {
      await expect(mesh.resolve(name)).rejects.toMatchObject({
        code: 'MC_USAGE',
        message: expect.stringContaining(`"${made}"`),
        hint: expect.stringContaining('createScope'),
      });
    }
    expect(diary.lines).toEqual([]);
    await mesh.resolve('connection');
    await using scope = mesh.createScope();
    await scope.resolve('report');
    await scope.close();
    expect(diary.lines.slice(-2)).toEqual(['down report', 'down connection']);
    await mesh.close();
  });

  it('are needed for what is scoped; a singleton is asked for after its start', async () => {
    const { mesh, diary } = createMeshWorld();
    mesh.register(diary.component('x', { lifecycle: 'scoped' }));
    mesh.register(diary.component('pool'));
    await expect(mesh.resolve('x')).rejects.toMatchObject({
      code: 'MC_USAGE',
      hint: expect.stringContaining('createScope'),
    });
    await expect(mesh.resolve('pool')).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_STARTED' });
    await expect(mesh.resolve('pol')).rejects.toMatchObject({
      code: 'MC_SERVICE_NOT_FOUND',
      hint: 'did you mean "pool"?',
    });
  });
});
