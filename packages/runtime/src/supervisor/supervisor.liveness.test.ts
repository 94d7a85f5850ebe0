import { MediaConduitError, type Clock } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { supervisorWorld } from './__fixtures__/supervisor-world';
import { FAST_LIVENESS } from './stack-member';

describe('Supervisor', () => {
  describe('liveness', () => {
    const fast = { liveness: FAST_LIVENESS };
    const hangs = (): Promise<never> => new Promise(() => undefined);

    it('notices a hang in four seconds, and restarts the unit', async () => {
      await using world = supervisorWorld();
      world.behave('a', { logs: ['stuck'] });
      await world.supervisor.apply([world.member('a', fast)]);
      await world.clock.advance(10_000);
      world.behave('a', { health: hangs });
      const hungAt = world.clock.now();
      while (world.payloads('service-exited').length === 0) await world.clock.advance(10);
      expect(world.clock.now() - hungAt).toBeLessThanOrEqual(4000);
      expect(world.payloads('service-unhealthy').map(({ misses }) => misses)).toEqual([1, 2, 3]);
      expect(world.status('a').report ?? world.payloads('service-exited')[0]?.report).toMatchObject({
        error: { code: 'MC_SERVICE_HUNG' },
        logs: ['stuck'],
      });
      world.behave('a', { health: () => ({ verdict: 'healthy' }) });
      await world.clock.advance(1000);
      expect(world.status('a')).toMatchObject({ state: { name: 'ready' }, restarts: 1, generation: 2 });
    });

    it('shows what the checks say, and forgives misses that are not in a row', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', fast)]);
      world.behave('a', { health: () => ({ verdict: 'degraded', reason: 'no disk' }) });
      await world.clock.advance(1000);
      expect(world.status('a').state).toMatchObject({ name: 'degraded', reason: 'no disk' });
      let looks = 0;
      world.behave('a', {
        health: () => (++looks % 3 === 0 ? { verdict: 'healthy' } : { verdict: 'unhealthy', reason: 'HTTP 500' }),
      });
      await world.clock.advance(60_000);
      expect(world.units).toHaveLength(1);
    });

    it('does nothing when a check could not be made', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', fast)]);
      world.behave('a', { health: () => ({ verdict: 'unknown', reason: 'engine is away' }) });
      await world.clock.advance(60_000);
      expect(world.status('a')).toMatchObject({ state: { name: 'unknown', reason: 'engine is away' }, restarts: 0 });
      world.behave('a', { health: () => ({ verdict: 'healthy' }) });
      await world.clock.advance(1000);
      expect([world.states(), world.units.length]).toEqual([{ a: 'ready' }, 1]);
    });

    it('spends no restart while the engine is away', async () => {
      await using world = supervisorWorld();
      world.behave('a', { failure: () => new MediaConduitError('MC_ENGINE_UNAVAILABLE', 'no engine') });
      await world.supervisor.apply([world.member('a')]);
      await world.clock.advance(600_000);
      expect(world.status('a')).toMatchObject({ state: { name: 'unknown', reason: 'no engine' }, restarts: 0 });
      world.behave('a', { failure: undefined });
      await world.clock.advance(60_000);
      expect(world.states()).toEqual({ a: 'ready' });
    });

    it('draws no conclusion from a time in which this program stood still', async () => {
      const manual = createManualClock();
      let skippedMs = 0;
      const clock: Clock = {
        now: () => manual.now() + skippedMs,
        setTimeout: (callback, delayMs) => manual.setTimeout(callback, delayMs),
        clearTimeout: (timer) => manual.clearTimeout(timer),
      };
      await using world = supervisorWorld({ clock });
      const names = Array.from({ length: 10 }, (_, index) => `s${index}`);
      await world.supervisor.apply(names.map((name) => world.member(name, fast)));
      for (const name of names) world.behave(name, { health: hangs });
      for (let stop = 0; stop < 5; stop++) {
        await manual.advance(600); // checks are under way
        skippedMs += 60_000;
        await manual.advance(1000);
        for (const name of names) world.behave(name, { health: () => ({ verdict: 'healthy' }) });
        await manual.advance(5000);
        for (const name of names) world.behave(name, { health: hangs });
      }
      expect(world.units).toHaveLength(10);
      expect(world.payloads('manager-stall')).toHaveLength(5);
      expect(world.payloads('manager-stall').every(({ durationMs }) => durationMs > 50_000)).toBe(true);
      for (const name of names) world.behave(name, { health: () => ({ verdict: 'healthy' }) });
    });

    it('takes new settings for a unit that runs on', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', fast)]);
      await world.supervisor.apply([world.member('a', { liveness: { ...FAST_LIVENESS, intervalMs: 100_000 } })]);
      await world.clock.advance(100_000);
      expect(world.unit('a').checks).toBeLessThanOrEqual(2);
    });
  });
});
