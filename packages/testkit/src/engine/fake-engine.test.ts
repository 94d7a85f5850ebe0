import { MediaConduitError, type EngineEvent } from '@mediaconduit/sdk';
import { createManualClock } from '../clock/manual-clock';
import { serviceDefinition } from '../service/service-definition';
import { createFakeEngine } from './fake-engine';
import { FakeWorld } from './fake-world';

const { signal } = new AbortController();
const definition = serviceDefinition();

describe('createFakeEngine', () => {
  it('starts at once, and answers a port where nothing listens', async () => {
    const engine = createFakeEngine();
    const service = await engine.ensure(definition, { signal });
    expect(service).toMatchObject({ id: 'fake:1', engine: 'process', baseUrl: 'http://127.0.0.1:49153' });
    expect(engine.calls).toEqual(['ensure test-service']);
  });

  it('answers the figures that it is given, of services that run', async () => {
    const stats = { cpuPercent: 150, memoryBytes: 5, memoryLimitBytes: 10, pids: 2 };
    const engine = createFakeEngine({ stats });
    const { id } = await engine.ensure(definition, { signal });
    await expect(engine.stats?.(id)).resolves.toEqual(stats);
    engine.crash('test-service');
    await expect(engine.stats?.(id)).resolves.toBeUndefined();
  });

  it('takes its time by the clock that it is given', async () => {
    const clock = createManualClock();
    const engine = createFakeEngine({ clock, startDelayMs: 500 });
    const started = jest.fn();
    const start = engine.ensure(definition, { signal }).then(started);
    await clock.advance(499);
    expect(started).not.toHaveBeenCalled();
    await clock.advance(1);
    await start;
    expect(clock.pending).toBe(0);
  });

  it('gives up a start that is aborted meanwhile, and its timer', async () => {
    const clock = createManualClock();
    const engine = createFakeEngine({ clock, startDelayMs: 500 });
    const abort = new AbortController();
    const start = engine.ensure(definition, { signal: abort.signal });
    const reason = new MediaConduitError('MC_SERVICE_START_TIMEOUT', 'too late');
    abort.abort(reason);
    await expect(start).rejects.toBe(reason);
    await expect(engine.list()).resolves.toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('fails as it is told, and can start the next time', async () => {
    const failures = [new MediaConduitError('MC_ENGINE_FAILED', 'no')];
    const engine = createFakeEngine({ fail: () => failures.pop() });
    await expect(engine.ensure(definition, { signal })).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
    await expect(engine.list()).resolves.toEqual([]);
    await expect(engine.ensure(definition, { signal })).resolves.toMatchObject({ id: 'fake:1' });
  });

  it('runs services that end at once', async () => {
    const events: EngineEvent[] = [];
    const engine = createFakeEngine({ exitAtOnce: 3 });
    engine.subscribe((event) => events.push(event));
    const { id } = await engine.ensure(definition, { signal });
    expect(events).toEqual([
      { type: 'started', id, serviceId: 'test-service' },
      { type: 'exited', id, serviceId: 'test-service', exitCode: 3 },
    ]);
    await expect(engine.inspect(id)).resolves.toMatchObject({ state: 'exited', exitCode: 3 });
  });

  it('lets a test crash a service and write its output', async () => {
    const engine = createFakeEngine();
    const { id } = await engine.ensure(definition, { signal });
    engine.print('test-service', 'last words');
    engine.crash('test-service', 9);
    engine.crash('no-such-service');
    await expect(engine.logs(id)).resolves.toEqual(['last words']);
    await expect(engine.inspect(id)).resolves.toMatchObject({ state: 'exited', exitCode: 9 });
  });

  it('says what it was told about its availability', async () => {
    const availability = { available: false, reason: 'no daemon', hint: 'install one' } as const;
    await expect(createFakeEngine({ availability }).availability()).resolves.toBe(availability);
    await expect(createFakeEngine().availability()).resolves.toMatchObject({ available: true });
  });

  it.each([
    ['docker', { docker: { serviceName: 'cow' } }],
    ['process', {}],
    ['remote', { url: 'http://127.0.0.1:1' }],
  ] as const)('looks for the block of the engine that it stands for: %s', (name, block) => {
    const engine = createFakeEngine({ name });
    expect(engine.refusal(serviceDefinition(block))).toBeUndefined();
    expect(engine.refusal(serviceDefinition({ process: undefined }))).toEqual({ reason: `no ${name} block` });
  });

  it('kills all that it uses in closeSync, and nothing of others', async () => {
    const world = new FakeWorld();
    const [mine, other] = [createFakeEngine({ world }), createFakeEngine({ world })];
    await mine.ensure(definition, { signal });
    await other.ensure(serviceDefinition({ id: 'other-service' }), { signal });
    mine.closeSync();
    expect((await other.list()).map(({ state }) => state)).toEqual(['exited', 'running']);
  });
});
