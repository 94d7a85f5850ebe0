import { MediaConduitError } from '@mediaconduit/sdk';
import { supervisorWorld } from './__fixtures__/supervisor-world';

const failing = (message = 'no'): (() => Error) => {
  const facts = { exitCode: 3, logs: ['last words'] };
  return () => new MediaConduitError('MC_SERVICE_START_FAILED', message, { hint: 'mend it', facts });
};

describe('Supervisor', () => {
  describe('stop', () => {
    it('stops dependants fully before what they need, in parallel where that is free', async () => {
      await using world = supervisorWorld();
      const { member, supervisor, clock } = world;
      for (const name of ['db', 'x', 'y']) world.behave(name, { stopMs: 100 });
      await supervisor.apply([member('db'), member('x', { dependsOn: ['db'] }), member('y', { dependsOn: ['db'] })]);
      world.log.length = 0;
      const stopped = supervisor.stop(['db']);
      await clock.advance(250);
      await stopped;
      expect(world.log).toEqual(['y stopping', 'x stopping', 'y gone', 'x gone', 'db stopping', 'db gone']);
      expect(world.states()).toEqual({ db: 'absent', x: 'absent', y: 'absent' });
    });

    it('ends starts that are under way', async () => {
      await using world = supervisorWorld();
      world.behave('a', { startMs: 1000 });
      const started = world.supervisor.apply([world.member('a')]);
      await world.clock.advance(10);
      await world.supervisor.stop();
      await started;
      expect(world.states()).toEqual({ a: 'absent' });
      expect(world.clock.pending).toBe(0);
    });

    it('says what it could not stop, and stops the rest', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a'), world.member('b', { dependsOn: ['a'] })]);
      world.behave('b', { stopFailure: new Error('engine is gone') });
      await expect(world.supervisor.stop()).rejects.toMatchObject({
        code: 'MC_ENGINE_FAILED',
        message: 'engine is gone',
      });
      await world.clock.advance(0);
      expect(world.states()).toEqual({ a: 'absent', b: 'unknown' });
      world.behave('b', { stopFailure: undefined });
      await world.supervisor.stop();
      expect(world.states()).toEqual({ a: 'absent', b: 'absent' });
    });

    it('waits for calls under way, but not for ever', async () => {
      await using world = supervisorWorld({ drainMs: 1000 });
      world.behave('a', { drainMs: 100 });
      world.behave('b', { drainMs: 5000 });
      await world.supervisor.apply([world.member('a'), world.member('b')]);
      const stopped = world.supervisor.stop();
      await world.clock.advance(50);
      expect(world.states()).toEqual({ a: 'draining', b: 'draining' });
      await world.clock.advance(100);
      expect(world.states()).toEqual({ a: 'absent', b: 'draining' });
      await world.clock.advance(900);
      await stopped;
      expect(world.clock.now()).toBe(1050);
      expect(world.clock.pending).toBe(0);
    });

    it('does not wait for ever for an end that does not come', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', { stopGraceMs: 1000 })]);
      world.behave('a', { stopMs: 3_000_000 });
      const stopped = world.supervisor.stop();
      stopped.catch(() => undefined);
      await world.clock.advance(31_000);
      await expect(stopped).rejects.toMatchObject({ code: 'MC_ENGINE_FAILED' });
      expect(world.states()).toEqual({ a: 'unknown' });
      world.behave('a', { stopMs: 0 });
    });
  });

  describe('close', () => {
    it('stops everything, leaves no timer and no listener, and refuses what comes later', async () => {
      const world = supervisorWorld();
      const { member, supervisor, clock } = world;
      world.behave('bad', { failure: failing() });
      await supervisor.apply([
        member('a'),
        member('b', { dependsOn: ['a'] }),
        member('bad'),
        member('c', { dependsOn: ['bad'] }),
      ]);
      expect(clock.pending).toBeGreaterThan(0);
      await supervisor.close();
      await supervisor[Symbol.asyncDispose]();
      expect(clock.pending).toBe(0);
      expect(supervisor.events.eventNames()).toEqual([]);
      expect(world.units.map(({ listeners }) => listeners)).toEqual(world.units.map(() => 0));
      for (const call of [
        () => supervisor.start(),
        () => supervisor.apply([]),
        () => supervisor.restart('a'),
        () => supervisor.acquire('a'),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'MC_RUNTIME_CLOSED' });
      }
    });

    it('answers whoever waits', async () => {
      const world = supervisorWorld();
      world.behave('a', { startMs: 1000 });
      await world.supervisor.apply([world.member('a')], { start: false });
      const waiting = world.supervisor.acquire('a');
      waiting.catch(() => undefined);
      await world.clock.advance(10);
      await world.supervisor.close();
      await expect(waiting).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(world.clock.pending).toBe(0);
    });
  });
});
