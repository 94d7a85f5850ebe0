import type { ServiceDefinition } from '@mediaconduit/sdk';
import {
  controllerWorld,
  type ControllerWorld,
  type ControllerWorldOptions,
} from '../service/__fixtures__/controller-world';
import type { ServiceClient } from '../service/service-client';
import { createServiceUnit } from './service-unit';
import type { UnitEnd } from './unit';

const { signal } = new AbortController();

/** A unit over the controller of a controlled world. */
function unitWorld(options?: ControllerWorldOptions) {
  const world: ControllerWorld = controllerWorld(options);
  const unit = createServiceUnit(world.controller);
  const told: string[] = [];
  const ends: UnitEnd[] = [];
  const forget = unit.onEnded((end) => ends.push(end));
  const start = (aborted = signal): Promise<void> =>
    unit.start({ signal: aborted, onCreated: () => told.push('created'), onProgress: (line) => told.push(line) });
  const listeners = (): number => world.parts.events.listenerCount('service-exited');
  return {
    world,
    unit,
    told,
    ends,
    forget,
    start,
    listeners,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

const idle: Partial<ServiceDefinition> = { idleStopMs: 1000 };

describe('createServiceUnit', () => {
  it('is ready when the service is, and leaves nothing when it is stopped', async () => {
    await using here = unitWorld();
    const before = here.listeners();
    await here.start();
    expect(here.told).toEqual(['created']);
    expect(here.unit.running?.id).toBe('fake:1');
    await here.unit.stop({ graceMs: 5 });
    expect(await here.world.engine.list()).toEqual([]);
    expect(here.unit.running).toBeUndefined();
    expect([here.listeners(), here.world.clock.pending, here.ends]).toEqual([before, 0, []]);
  });

  it('says that it is gone only when it is, stopped or ended by itself', async () => {
    await using stopped = unitWorld();
    await using crashed = unitWorld();
    await Promise.all([stopped.start(), crashed.start()]);
    const stopping = stopped.unit.stop({ graceMs: 5 });
    expect([stopped.unit.gone.aborted, crashed.unit.gone.aborted]).toEqual([false, false]);
    await stopping;
    crashed.world.engine.crash('test-service');
    expect([stopped.unit.gone.aborted, crashed.unit.gone.aborted]).toEqual([true, true]);
  });

  it('stops with the grace that it is told', async () => {
    await using here = unitWorld();
    await here.start();
    const release = jest.spyOn(here.world.engine, 'release');
    await here.unit.stop({ graceMs: 5 });
    expect(release).toHaveBeenCalledWith('fake:1', { graceMs: 5 });
  });

  it('can be stopped when it never ran', async () => {
    await using here = unitWorld();
    await expect(here.unit.stop({ graceMs: 0 })).resolves.toBeUndefined();
    await expect(here.unit.check(signal)).resolves.toMatchObject({ verdict: 'unknown' });
  });

  it('leaves nothing when the start fails or is aborted', async () => {
    await using failing = unitWorld({ exitAtOnce: 3 });
    await expect(failing.start()).rejects.toMatchObject({ code: 'MC_SERVICE_START_FAILED', facts: { exitCode: 3 } });
    expect([failing.world.clock.pending, failing.ends]).toEqual([0, []]);

    await using slow = unitWorld({ startDelayMs: 1000 });
    const abort = new AbortController();
    const started = slow.start(abort.signal);
    started.catch(() => undefined);
    await slow.world.clock.advance(100);
    abort.abort();
    await expect(started).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect([await slow.world.engine.list(), slow.world.clock.pending]).toEqual([[], 0]);
  });

  it('tells how the service ended by itself, once', async () => {
    await using here = unitWorld();
    await here.start();
    here.world.engine.print('test-service', 'last words');
    here.world.engine.crash('test-service', 9);
    await here.world.clock.advance(0);
    expect(here.ends).toEqual([{ exitCode: 9, logs: ['last words'] }]);
    await here.unit.stop({ graceMs: 0 });
    expect(await here.world.engine.list()).toEqual([]);
    expect(here.ends).toHaveLength(1);
  });

  it('tells the end also when the engine does not say how', async () => {
    await using here = unitWorld();
    await here.start();
    jest.spyOn(here.world.engine, 'inspect').mockReturnValue(new Promise(() => undefined));
    here.world.engine.crash('test-service', 9);
    await here.world.clock.advance(1000);
    expect(here.ends).toEqual([{ exitCode: 9, logs: [] }]);
  });

  it('does not take the end of another generation for its own', async () => {
    await using here = unitWorld();
    await here.start();
    here.world.parts.events.emit('service-exited', { name: 'test-service', exitCode: 1 });
    await here.world.clock.advance(0);
    expect(here.ends).toEqual([]);
  });

  it('ends as idle, unless it is held', async () => {
    await using here = unitWorld({ definition: idle });
    await here.start();
    const letGo = here.unit.hold?.();
    await here.world.clock.advance(5000);
    expect(here.ends).toEqual([]);
    letGo?.();
    await here.world.clock.advance(2000);
    expect(here.ends).toEqual([{ logs: [], idle: true }]);
  });

  it('ends as idle as soon as its idle stop begins, and is stopped again when that fails', async () => {
    await using here = unitWorld({ definition: idle });
    await here.start();
    jest.spyOn(here.world.engine, 'release').mockRejectedValueOnce(new Error('docker hiccup'));
    await here.world.clock.advance(1000);
    expect(here.ends).toEqual([{ logs: [], idle: true }]);
    await here.unit.stop({ graceMs: 0 });
    expect(await here.world.engine.list()).toEqual([]);
    expect(here.ends).toHaveLength(1);
  });

  it('can be held when it has just ended', async () => {
    await using here = unitWorld();
    await here.start();
    await here.unit.stop({ graceMs: 0 });
    here.unit.hold?.()();
    await here.world.clock.advance(0);
    expect(here.world.clock.pending).toBe(0);
  });

  it('waits for calls under way, at most until the signal', async () => {
    await using here = unitWorld();
    await here.start();
    const client = here.world.controller.client as ServiceClient;
    client.inFlight = 1;
    const drained = jest.fn();
    const first = here.unit.drain?.(signal).then(drained);
    await here.world.clock.advance(100);
    expect(drained).not.toHaveBeenCalled();
    client.inFlight = 0;
    await here.world.clock.advance(20);
    await first;
    client.inFlight = 1;
    const abort = new AbortController();
    const second = here.unit.drain?.(abort.signal);
    abort.abort();
    await second;
    expect(here.world.clock.pending).toBe(1); // the idle timer of the controller
  });

  describe('check', () => {
    it('asks the service by HTTP', async () => {
      await using here = unitWorld();
      await here.start();
      await expect(here.unit.check(signal)).resolves.toEqual({ verdict: 'healthy' });
      here.world.answer(() => ({ verdict: 'fail', reason: 'HTTP 500' }));
      const checked = here.unit.check(signal);
      await here.world.clock.advance(200);
      await expect(checked).resolves.toEqual({ verdict: 'unhealthy', reason: 'HTTP 500' });
    });

    it('misses a service that was ready and has gone untold', async () => {
      await using here = unitWorld();
      await here.start();
      jest.spyOn(here.world.controller, 'running', 'get').mockReturnValue(undefined);
      await expect(here.unit.check(signal)).resolves.toEqual({
        verdict: 'unhealthy',
        reason: 'it does not run any more',
      });
    });

    it('proves nothing while the engine does not answer', async () => {
      await using here = unitWorld();
      await here.start();
      here.world.answer(() => ({ verdict: 'wait', reason: 'refused' }));
      jest.spyOn(here.world.engine, 'inspect').mockRejectedValue(new Error('no socket'));
      await expect(here.unit.check(signal)).resolves.toEqual({
        verdict: 'unknown',
        reason: 'the engine does not answer: no socket',
      });
    });

    it('notices an end that the engine did not tell', async () => {
      await using here = unitWorld();
      await here.start();
      here.world.answer(() => ({ verdict: 'wait', reason: 'refused' }));
      jest.spyOn(here.world.engine, 'inspect').mockResolvedValue(undefined);
      await expect(here.unit.check(signal)).resolves.toEqual({ verdict: 'unknown', reason: 'it has ended' });
      await here.world.clock.advance(0);
      expect(here.ends).toEqual([{ exitCode: undefined, logs: [] }]);
    });
  });

  it('answers the last lines of output', async () => {
    await using here = unitWorld();
    await here.start();
    here.world.engine.print('test-service', 'one');
    await expect(here.unit.logs(5)).resolves.toEqual(['one']);
  });
});
