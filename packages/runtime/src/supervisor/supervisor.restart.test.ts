import { MediaConduitError } from '@mediaconduit/sdk';
import { supervisorWorld } from './__fixtures__/supervisor-world';
import { DEFAULT_RESTART } from './stack-member';

const crashing = (): Error => new MediaConduitError('MC_SERVICE_START_FAILED', 'no');

describe('Supervisor', () => {
  describe('a unit that ends by itself', () => {
    it('is restarted five times with doubling pauses, then given up with a report', async () => {
      await using world = supervisorWorld();
      world.behave('a', { logs: Array.from({ length: 60 }, (_, index) => `line ${index}`) });
      await world.supervisor.apply([world.member('a')]);
      const pauses: number[] = [];
      for (let restart = 0; restart < 5; restart++) {
        world.unit('a').crash({ exitCode: 7 });
        await world.clock.advance(0);
        const { state } = world.status('a');
        pauses.push(state.name === 'backoff' ? state.until - world.clock.now() : Number.NaN);
        await world.clock.advance(pauses.at(-1) ?? 0);
        expect(world.status('a').state.name).toBe('ready');
      }
      expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000]);
      world.unit('a').crash({ exitCode: 7 });
      await world.clock.advance(10_000_000);
      expect(world.units).toHaveLength(6);
      const { report } = world.status('a');
      expect(report).toMatchObject({
        name: 'a',
        exitCode: 7,
        restarts: 5,
        changes: [],
        error: { code: 'MC_RESTART_BUDGET', facts: { restarts: 5 }, cause: { code: 'MC_SERVICE_GONE' } },
      });
      expect(report?.logs).toHaveLength(50);
      expect(report?.logs.at(-1)).toBe('line 59');
      expect(world.payloads('service-exited')).toHaveLength(6);
      expect(world.clock.pending).toBe(0);
    });

    it('forgets restarts after ten minutes of readiness', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a')]);
      for (let restart = 0; restart < 8; restart++) {
        await world.clock.advance(600_000);
        world.unit('a').crash();
        await world.clock.advance(1000);
        expect(world.status('a').state.name).toBe('ready');
      }
      expect(world.status('a').restarts).toBe(8);
    });

    it('is not restarted with the policy never', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', { restart: { ...DEFAULT_RESTART, policy: 'never' } })]);
      world.unit('a').crash({ exitCode: 0 });
      await world.clock.advance(0);
      expect(world.status('a')).toMatchObject({
        state: { name: 'failed' },
        report: { error: { code: 'MC_SERVICE_GONE' } },
      });
    });

    it('degrades those that need it until it is back, without a restart of theirs', async () => {
      await using world = supervisorWorld();
      const { member, supervisor, clock } = world;
      await supervisor.apply([member('db'), member('api', { dependsOn: ['db'] })]);
      world.unit('db').crash();
      await clock.advance(0);
      expect(world.status('api').state).toMatchObject({ name: 'degraded', reason: '"db" does not run' });
      await clock.advance(1000);
      expect(world.states()).toEqual({ db: 'ready', api: 'ready' });
      expect(world.status('api').generation).toBe(1);
    });

    it('restarts those that ask for it once it is back', async () => {
      await using world = supervisorWorld();
      const { member, supervisor, clock } = world;
      await supervisor.apply([
        member('db'),
        member('api', { dependsOn: ['db'], restartWithDependencies: true }),
        member('ui', { dependsOn: ['api'], restartWithDependencies: true }),
      ]);
      world.unit('db').crash();
      await clock.advance(1000);
      expect(world.supervisor.status().map(({ state, generation }) => [state.name, generation])).toEqual([
        ['ready', 2],
        ['ready', 2],
        ['ready', 2],
      ]);
      expect(world.status('api').restarts).toBe(0);
    });

    it('ends without a failure when nobody used it, and comes back for whoever asks', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a')]);
      world.unit('a').crash({ idle: true });
      await world.clock.advance(100_000);
      expect(world.status('a')).toMatchObject({ state: { name: 'absent' }, restarts: 0, report: undefined });
      const lease = await world.supervisor.acquire('a');
      expect(lease.unit).toBe(world.unit('a'));
      expect(world.unit('a').held).toBe(1);
      lease.release();
      lease.release();
      expect(world.unit('a').held).toBe(0);
      expect(world.status('a').leases).toBe(0);
    });

    it('is kept from ending as idle while something needs it', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('db'), world.member('api', { dependsOn: ['db'] })]);
      expect([world.unit('db').held, world.unit('api').held]).toEqual([1, 0]);
      await world.supervisor.stop(['api']);
      expect(world.unit('db').held).toBe(0);
    });
  });

  describe('restart', () => {
    it('is immediate and gives all restarts back', async () => {
      await using world = supervisorWorld();
      world.behave('a', { failure: crashing });
      await world.supervisor.apply([world.member('a')]);
      await world.clock.advance(1_000_000);
      expect(world.status('a')).toMatchObject({ state: { name: 'failed' }, restarts: 5 });
      await expect(world.supervisor.acquire('a')).rejects.toMatchObject({ code: 'MC_RESTART_BUDGET' });
      world.behave('a', { failure: undefined });
      await world.supervisor.restart('a');
      expect(world.status('a')).toMatchObject({ state: { name: 'ready' }, restarts: 0 });
    });

    it('says why it did not work', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a')]);
      world.behave('a', { failure: crashing });
      await expect(world.supervisor.restart('a')).rejects.toMatchObject({ message: 'no' });
      expect(world.states()).toEqual({ a: 'backoff' });
      world.behave('a', { failure: undefined });
      await world.supervisor.restart('a');
      expect(world.states()).toEqual({ a: 'ready' });
      expect(world.clock.now()).toBe(0);
    });

    it('ends dependants that ask for it before, and starts them after', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([
        member('db'),
        member('api', { dependsOn: ['db'], restartWithDependencies: true }),
        member('ui', { dependsOn: ['db'] }),
      ]);
      world.log.length = 0;
      await world.run(supervisor.restart('db'));
      expect(world.log).toEqual([
        'api stopping',
        'api gone',
        'db stopping',
        'db gone',
        'db starting',
        'db ready',
        'api starting',
        'api ready',
      ]);
      expect(world.states()).toEqual({ db: 'ready', api: 'ready', ui: 'ready' });
    });

    it('starts what does not run, with what it depends on', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('db'), world.member('api', { dependsOn: ['db'] })], { start: false });
      await world.supervisor.restart('api');
      expect(world.states()).toEqual({ db: 'ready', api: 'ready' });
    });

    it('goes on trying to stop what the engine does not let go', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a')]);
      world.behave('a', { stopFailure: new Error('engine is gone') });
      await expect(world.supervisor.restart('a')).rejects.toMatchObject({ message: 'engine is gone' });
      expect(world.states()).toEqual({ a: 'unknown' });
      world.behave('a', { stopFailure: undefined });
      await world.clock.advance(5000);
      expect(world.states()).toEqual({ a: 'ready' });
      expect(world.status('a').generation).toBe(2);
    });
  });

  describe('a rolling restart', () => {
    it('ends the old copy when the new one is ready and the calls of the old one have ended', async () => {
      await using world = supervisorWorld();
      world.behave('a', { startMs: 100, drainMs: 50 });
      await world.run(world.supervisor.apply([world.member('a', { rolling: true })]));
      const old = world.unit('a');
      world.log.length = 0;
      const restarted = world.supervisor.restart('a');
      await world.clock.advance(50);
      expect([world.supervisor.unit('a'), world.states()]).toEqual([old, { a: 'ready' }]);
      await world.clock.advance(50);
      await restarted;
      expect(world.supervisor.unit('a')).toBe(world.unit('a'));
      await world.clock.advance(50);
      expect(world.log).toEqual(['a starting', 'a ready', 'a draining', 'a stopping', 'a gone']);
      expect(world.payloads('service-state-changed').filter(({ currentState }) => currentState === 'stopping')).toEqual(
        [],
      );
      expect(old.state).toBe('gone');
    });

    it('leaves the old copy when the new one fails, and says so', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', { rolling: true })]);
      const old = world.unit('a');
      world.behave('a', { failure: () => new Error('bad') });
      await expect(world.supervisor.restart('a')).rejects.toMatchObject({ code: 'MC_SERVICE_START_FAILED' });
      expect(world.supervisor.unit('a')).toBe(old);
      expect(world.payloads('service-error')).toMatchObject([{ name: 'a', error: { message: 'bad' } }]);
      await world.clock.advance(100_000);
      expect(world.units).toHaveLength(2);
      expect(old.state).toBe('ready');
    });

    it('is tried once for each restart of what it depends on', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      const follows = { dependsOn: ['db', 'bus'], rolling: true, restartWithDependencies: true };
      await supervisor.apply([member('db'), member('bus'), member('api', follows)]);
      world.behave('bus', { failure: crashing });
      world.unit('bus').crash();
      await supervisor.restart('db');
      await world.clock.advance(1_000_000);
      expect(world.payloads('service-error').filter(({ name }) => name === 'api')).toHaveLength(1);
      expect(world.states()).toEqual({ db: 'ready', bus: 'failed', api: 'degraded' });
      world.behave('bus', { failure: undefined });
      await supervisor.restart('bus');
      await world.clock.advance(0);
      expect([world.states()['api'], world.status('api').generation]).toEqual(['ready', 2]);
    });

    it('goes on with the new copy when the old one crashes meanwhile', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', { rolling: true })]);
      world.behave('a', { startMs: 100 });
      const restarted = world.supervisor.restart('a');
      await world.clock.advance(50);
      world.units[0]?.crash();
      await world.clock.advance(50);
      await restarted;
      expect([world.states(), world.units.length]).toEqual([{ a: 'ready' }, 2]);
    });

    it('ends both copies at a stop', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a', { rolling: true })]);
      world.behave('a', { startMs: 100 });
      const restarted = world.supervisor.restart('a');
      restarted.catch(() => undefined);
      await world.clock.advance(50);
      await world.supervisor.stop();
      await expect(restarted).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
      expect(world.units.map(({ state }) => state)).toEqual(['gone', 'gone']);
      expect(world.clock.pending).toBe(0);
    });
  });
});
