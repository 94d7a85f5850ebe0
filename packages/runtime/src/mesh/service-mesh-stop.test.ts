import { createMeshWorld } from './__fixtures__/mesh-world';

const MODES = [
  ['mesh', {}],
  ['legacy', { use_legacy_startup: true }],
] as const;

const boom = () => Promise.reject(new Error('boom'));
const hanging = () => new Promise<never>(() => undefined);

describe.each(MODES)('the end of a mesh in the mode %s', (mode, source) => {
  it('leaves a mesh that can be started again when a component could not be shut down', async () => {
    const { mesh, diary } = createMeshWorld(source);
    mesh.register(diary.component('db'));
    mesh.register(diary.component('web', { needs: ['db'], shutdown: boom }));
    await mesh.start();
    await expect(mesh.stop()).rejects.toThrow('boom');
    expect(diary.lines.at(-1)).toBe('down db');
    expect(mesh.getStatus()).toMatchObject({ mode: 'stopped', services: { db: { state: 'absent' } } });
    await expect(mesh.start()).resolves.toMatchObject({ ready: ['db', 'web'] });
    await expect(mesh.close()).rejects.toThrow('boom');
  });

  it('tells why a start failed, also when what ran cannot be shut down', async () => {
    const { mesh, diary } = createMeshWorld(source);
    mesh.register(diary.component('db', { shutdown: boom }));
    mesh.register(diary.component('web', { needs: ['db'], initialize: () => Promise.reject(new Error('refused')) }));
    await expect(mesh.start()).rejects.toMatchObject({
      code: 'MC_STACK_START_FAILED',
      message: expect.stringContaining('refused'),
    });
    expect(mesh.getStatus()).toMatchObject({ mode: 'stopped', services: { db: { state: 'absent' } } });
  });

  it('lets go of circuits and listeners also when a component cannot be shut down', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    mesh.register(diary.component('web', { shutdown: boom }));
    await mesh.start();
    const dispose = jest.spyOn(mesh.circuits, Symbol.dispose);
    await expect(mesh.close()).rejects.toThrow('boom');
    expect(dispose).toHaveBeenCalledTimes(1);
    expect(mesh.events.eventNames()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('ends a start under way at once', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    mesh.register(diary.component('db'));
    mesh.register(diary.component('slow', { needs: ['db'], initialize: hanging }));
    const started = expect(mesh.start()).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
      message: expect.stringContaining('was stopped'),
    });
    await clock.advance(0);
    await mesh.close(); // nobody turns the clock
    await started;
    expect(diary.lines).toContain('down db');
    expect(mesh.getStatus().mode).toBe('stopped');
    expect(clock.pending).toBe(0);
  });

  it('ends the start of what was registered since', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    mesh.register(diary.component('db'));
    await mesh.start({ signal: new AbortController().signal });
    mesh.register(diary.component('slow', { initialize: hanging }));
    const started = expect(mesh.start()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await clock.advance(0);
    await mesh.stop();
    await started;
    expect(diary.lines).toContain('down db');
    expect(mesh.getStatus().mode).toBe('stopped');
    await mesh.close();
    expect(clock.pending).toBe(0);
  });

  it.each(['restart', 'configure'] as const)('ends a %s under way at once, and leaves nothing of it', async (what) => {
    const { mesh, diary, clock, set } = createMeshWorld(source);
    const waiting: (() => void)[] = [];
    const slow = () => (diary.lines.includes('down db') ? new Promise<void>((done) => waiting.push(done)) : undefined);
    mesh.register(diary.component('db', { section: 'database', initialize: slow }));
    mesh.register(diary.component('web', { needs: ['db'] }));
    await mesh.start();
    set({ ...source, database: { host: 'new' } });
    const under = Promise.allSettled([what === 'restart' ? mesh.restart('db') : mesh.configure()]);
    await clock.advance(0);
    expect(waiting).toHaveLength(1);
    await mesh.close(); // nobody turns the clock
    await under;
    for (const done of waiting) done();
    await clock.advance(0);
    expect(runningIn(diary.lines)).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('stops a start that waits for a restart under way at once', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    const waiting: (() => void)[] = [];
    const slow = () => (diary.lines.includes('down db') ? new Promise<void>((done) => waiting.push(done)) : undefined);
    mesh.register(diary.component('db', { initialize: slow }));
    await mesh.start();
    const restarted = expect(mesh.restart('db')).rejects.toThrow();
    await clock.advance(0);
    mesh.register(diary.component('web'));
    const started = expect(mesh.start()).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await mesh.close();
    await Promise.all([restarted, started]);
    for (const done of waiting) done();
    await clock.advance(0);
    expect(runningIn(diary.lines)).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('leaves one of a component that is restarted twice at a time', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    mesh.register(diary.component('db'));
    await mesh.start();
    await Promise.all([mesh.restart('db'), mesh.restart('db')]);
    expect(runningIn(diary.lines)).toEqual(['db']);
    await mesh.close();
    await clock.advance(0);
    expect(runningIn(diary.lines)).toEqual([]);
  });

  it('lets run what ran before when the start of what was registered since fails', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    mesh.register(diary.component('db'));
    await mesh.start();
    mesh.register(diary.component('cache'));
    mesh.register(diary.component('web', { needs: ['cache'], initialize: boom }));
    await expect(mesh.start()).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED' });
    expect(runningIn(diary.lines)).toEqual(['db']);
    const services = { db: { state: 'ready' }, cache: { state: 'absent' } };
    expect(mesh.getStatus()).toMatchObject({ mode, services });
    await mesh.close();
    expect(runningIn(diary.lines)).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('tells a start that its caller gave up from one that failed', async () => {
    const { mesh, diary, clock } = createMeshWorld(source);
    mesh.register(diary.component('slow', { initialize: hanging }));
    const abort = new AbortController();
    const started = expect(mesh.start({ signal: abort.signal })).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await clock.advance(0);
    abort.abort();
    await started;
    expect(clock.pending).toBe(0);
  });
});

/** Once for each that was made and not shut down. */
function runningIn(lines: readonly string[]): string[] {
  const made = lines.flatMap((line) => (line.startsWith('make ') ? [line.slice(5)] : []));
  for (const line of lines) if (line.startsWith('down ')) made.splice(made.indexOf(line.slice(5)), 1);
  return made;
}
