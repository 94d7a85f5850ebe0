import { eventually } from '@mediaconduit/testkit';
import type { IncomingMessage } from 'node:http';
import { controllerWorld, type ControllerWorldOptions } from './__fixtures__/controller-world';
import { ServiceCalls } from './service-calls';
import { watchService } from './watch-service';

const POST = { method: 'POST', path: '/' } as const;
const IDLE = { cpuPercent: 0, memoryBytes: 1, memoryLimitBytes: 2, pids: 1 };

/** A service that a runtime watches; it answers calls at once until it hangs. */
function watchedWorld(options: ControllerWorldOptions = {}) {
  const arrived: IncomingMessage[] = [];
  let hangs = false;
  let looks = 0;
  const world = controllerWorld({
    serve: () => (request, response) => {
      if (hangs) arrived.push(request);
      else response.end('moo');
    },
    ...options,
    parts: { watch: watchService, ...options.parts },
  });
  world.answer(() => {
    looks++;
    return hangs ? { verdict: 'wait', reason: 'no answer' } : { verdict: 'ready' };
  });
  const calls = new ServiceCalls(world.controller);
  return {
    ...{ world, calls, arrived, controller: world.controller, clock: world.clock, engine: world.engine },
    hang: (now: boolean) => (hangs = now),
    looks: () => looks,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

describe('watchService', () => {
  it('ends a service that hangs after at most 33 s, tells its callers, and lets the next one start it again', async () => {
    await using here = watchedWorld({ stats: IDLE });
    await here.calls.request(POST);
    here.hang(true);
    const calls = [here.calls.request(POST), here.calls.stream(POST), here.calls.request({ path: '/' })];
    const ends = Promise.allSettled(calls);
    await eventually(async () => expect(here.arrived).toHaveLength(3));
    const hungAt = here.clock.now();
    while (here.controller.state.name === 'ready') await here.clock.advance(100);
    expect(here.clock.now() - hungAt).toBeLessThanOrEqual(33_000);
    const hung = { code: 'MC_SERVICE_HUNG', facts: { service: 'test-service', reason: 'no answer' } };
    await expect(ends).resolves.toMatchObject(Array(3).fill({ status: 'rejected', reason: hung }));
    expect(here.world.payloads('service-error')).toMatchObject([{ error: hung }]);
    expect(here.engine.calls).toContain('stop fake:1');
    expect(here.controller.breaker.getMetrics()).toMatchObject({ state: 'closed', failed: 1 });
    here.hang(false);
    expect((await here.calls.request(POST)).text()).toBe('moo');
    expect(here.controller.generation).toBe(2);
  });

  it('looks as often as its manifest says', async () => {
    const liveness = { intervalMs: 1000, timeoutMs: 500, misses: 2 };
    await using here = watchedWorld({ stats: IDLE, definition: { liveness } });
    await here.calls.request(POST);
    here.hang(true);
    const hungAt = here.clock.now();
    while (here.controller.state.name === 'ready') await here.clock.advance(100);
    expect(here.clock.now() - hungAt).toBeLessThanOrEqual(3000);
  });

  it.each([
    ['that works', { ...IDLE, cpuPercent: 90 }],
    ['whose work nobody can measure', undefined],
  ])('leaves a service alone %s for a caller, until the call is over', async (_what, stats) => {
    await using here = watchedWorld();
    Object.assign(here.engine, { stats: async () => stats });
    await here.calls.request(POST);
    here.hang(true);
    const caller = new AbortController();
    const call = expect(here.calls.request({ ...POST, signal: caller.signal })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
    await eventually(async () => expect(here.arrived).toHaveLength(1));
    await here.clock.advance(120_000);
    expect(here.controller.state.name).toBe('ready');
    caller.abort();
    await call;
    await here.clock.advance(60_000);
    expect(here.controller.state.name).toBe('absent');
  });

  it('asks nothing of a service that nobody uses', async () => {
    await using here = watchedWorld({ definition: { idleStopMs: 0 } });
    const lease = await here.controller.lease();
    await here.clock.advance(600_000);
    const whileLeased = here.looks();
    expect(whileLeased).toBeGreaterThan(50);
    lease.release();
    await here.clock.advance(310_000);
    const used = here.looks();
    expect(used).toBeLessThan(whileLeased + 33);
    here.hang(true);
    await here.clock.advance(600_000);
    expect([here.looks(), here.controller.state.name]).toEqual([used, 'ready']);
  });

  it.each(['stopped', 'crashed'] as const)('leaves nothing behind when the service is %s', async (how) => {
    await using here = watchedWorld({ definition: { idleStopMs: 0 } });
    await here.calls.request(POST);
    expect(here.clock.pending).toBe(1);
    if (how === 'stopped') await here.controller.stop();
    else here.engine.crash('test-service');
    await here.clock.advance(0);
    expect(here.clock.pending).toBe(0);
  });

  it('is not asked for a service that runs elsewhere, or that a supervisor looks after', async () => {
    const watch = jest.fn();
    await using here = watchedWorld({
      name: 'remote',
      definition: { engines: ['remote'], url: 'http://127.0.0.1:9' },
      parts: { watch },
    });
    await here.calls.request(POST);
    expect(watch).not.toHaveBeenCalled();
  });
});
