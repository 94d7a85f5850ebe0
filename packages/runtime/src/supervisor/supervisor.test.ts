import { MediaConduitError } from '@mediaconduit/sdk';
import { supervisorWorld } from './__fixtures__/supervisor-world';

const failing = (message = 'no'): (() => Error) => {
  const facts = { exitCode: 3, logs: ['last words'] };
  return () => new MediaConduitError('MC_SERVICE_START_FAILED', message, { hint: 'mend it', facts });
};

describe('Supervisor', () => {
  describe('start', () => {
    it('starts each unit as soon as what it needs is ready, not level by level', async () => {
      await using world = supervisorWorld();
      world.behave('fast', { startMs: 10 });
      world.behave('slow', { startMs: 500 });
      const { member, supervisor, log, clock } = world;
      const members = [
        member('top', { dependsOn: ['middle'] }),
        member('middle', { dependsOn: ['fast'] }),
        member('fast'),
        member('slow'),
      ];
      await supervisor.apply(members, { start: false });
      const started = supervisor.start();
      await clock.advance(20);
      expect(log).toEqual([
        'fast starting',
        'slow starting',
        'fast ready',
        'middle starting',
        'middle ready',
        'top starting',
        'top ready',
      ]);
      await clock.advance(500);
      await expect(started).resolves.toEqual({
        ready: ['fast', 'middle', 'top', 'slow'],
        failed: [],
        waiting: [],
        durationMs: 500,
      });
      expect(world.payloads('all-services-started')).toHaveLength(1);
    });

    it('starts a name with what it depends on, and nothing else', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([member('a', { dependsOn: ['b'] }), member('b'), member('c')], { start: false });
      await supervisor.start(['a']);
      expect(world.states()).toEqual({ a: 'ready', b: 'ready', c: 'absent' });
    });

    it('lets only so many starts be under way', async () => {
      await using world = supervisorWorld({ maxConcurrentStarts: 2 });
      const names = ['a', 'b', 'c', 'd', 'e'];
      for (const name of names) world.behave(name, { startMs: 100 });
      const started = world.supervisor.apply(names.map((name) => world.member(name)));
      await world.clock.advance(50);
      expect(world.units.map(({ name }) => name)).toEqual(['a', 'b']);
      await world.clock.advance(100);
      expect(world.units.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
      await world.clock.advance(150);
      await started;
      expect(world.clock.now()).toBe(300);
    });

    it('tells of each unit in the words of the original interfaces', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a')]);
      await world.supervisor.stop();
      const changes = world.payloads('service-state-changed');
      expect(changes.map(({ previousState, currentState }) => `${previousState} ${currentState}`)).toEqual([
        'stopped creating',
        'creating starting',
        'starting running',
        'running stopping',
        'stopping stopped',
      ]);
      expect(world.payloads('service-started')).toEqual([{ name: 'a', generation: 1, durationMs: 0 }]);
      expect(world.payloads('service-progress')).toEqual([{ name: 'a', message: 'making a' }]);
      expect(world.payloads('service-stopped')).toEqual([{ name: 'a' }]);
    });

    it('goes on when a listener throws', async () => {
      await using world = supervisorWorld();
      world.supervisor.events.on('service-started', () => {
        throw new Error('bad listener');
      });
      await expect(world.supervisor.apply([world.member('a')])).resolves.toMatchObject({ failed: [] });
    });

    it('refuses names that are not in the stack', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('redis')]);
      for (const call of [
        () => world.supervisor.start(['redsi']),
        () => world.supervisor.stop(['redsi']),
        () => world.supervisor.restart('redsi'),
        () => world.supervisor.acquire('redsi'),
        () => world.supervisor.logs('redsi'),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND', hint: 'did you mean "redis"?' });
      }
    });
  });

  describe('a critical unit that cannot start', () => {
    it('ends the start with one report, and undoes what the start began, in reverse order', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      world.behave('core', { failure: failing(), startMs: 100 });
      world.behave('slow', { startMs: 1000 });
      await supervisor.apply(
        [
          member('db'),
          member('cache', { dependsOn: ['db'] }),
          member('slow'),
          member('core', { critical: true, dependsOn: ['cache'] }),
          member('web', { dependsOn: ['core'] }),
        ],
        { start: false },
      );
      const error = await world.run(supervisor.start()).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: 'MC_STACK_START_FAILED',
        hint: 'mend it',
        facts: {
          failed: [
            {
              name: 'core',
              critical: true,
              code: 'MC_SERVICE_START_FAILED',
              message: 'no',
              hint: 'mend it',
              exitCode: 3,
              logs: ['last words'],
            },
          ],
          notTried: expect.arrayContaining(['web']),
          undone: ['slow', 'cache', 'db'],
        },
      });
      const ends = world.log.filter((line) => /stopping|gone/.test(line));
      expect(ends.indexOf('cache gone')).toBeLessThan(ends.indexOf('db stopping'));
      expect(world.states()).toEqual({ db: 'absent', cache: 'absent', slow: 'absent', core: 'failed', web: 'absent' });
      expect(world.payloads('startup-failed')).toEqual([error]);
      expect(world.clock.pending).toBe(0);
    });

    it('leaves what ran before, and what another start wants', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      world.behave('bad', { failure: failing(), startMs: 10 });
      world.behave('shared', { startMs: 500 });
      await supervisor.apply([member('old'), member('shared'), member('bad', { critical: true })], { start: false });
      await supervisor.start(['old']);
      const first = supervisor.start();
      const second = supervisor.start(['shared']);
      await expect(world.run(first)).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED', facts: { undone: [] } });
      await expect(world.run(second)).resolves.toMatchObject({ ready: ['shared'] });
      expect(world.states()).toEqual({ old: 'ready', shared: 'ready', bad: 'failed' });
    });

    it('is tried again by the next start', async () => {
      await using world = supervisorWorld();
      world.behave('core', { failure: failing() });
      await world.supervisor.apply([world.member('core', { critical: true })], { start: false });
      await expect(world.supervisor.start()).rejects.toMatchObject({ code: 'MC_STACK_START_FAILED' });
      world.behave('core', { failure: undefined });
      await expect(world.supervisor.start()).resolves.toMatchObject({ ready: ['core'] });
    });
  });

  it('undoes a start that its caller gives up', async () => {
    await using world = supervisorWorld();
    const { member, supervisor, clock } = world;
    world.behave('b', { startMs: 1000 });
    await supervisor.apply([member('a'), member('b')], { start: false });
    const abort = new AbortController();
    const started = supervisor.start(undefined, abort.signal);
    started.catch(() => undefined);
    await clock.advance(100);
    abort.abort();
    await expect(world.run(started)).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(world.states()).toEqual({ a: 'absent', b: 'absent' });
    expect(clock.pending).toBe(0);
  });

  describe('a unit that is not critical and cannot start', () => {
    it('fails those that need it, and the rest goes on; all come back by themselves', async () => {
      await using world = supervisorWorld();
      const { member, supervisor, clock } = world;
      world.behave('db', { failure: failing('no disk') });
      await supervisor.apply([member('db'), member('api', { dependsOn: ['db'] }), member('ui')], { start: false });
      const report = await supervisor.start();
      expect(report).toMatchObject({
        ready: ['ui'],
        failed: [
          { name: 'db', error: { code: 'MC_SERVICE_START_FAILED' }, exitCode: 3, logs: ['last words'] },
          { name: 'api', error: { code: 'MC_DEPENDENCY_FAILED', message: expect.stringContaining('"db"') } },
        ],
      });
      expect(world.states()).toEqual({ db: 'backoff', api: 'failed', ui: 'ready' });
      world.behave('db', { failure: undefined });
      await clock.advance(1000);
      expect(world.states()).toEqual({ db: 'ready', api: 'ready', ui: 'ready' });
      expect(world.status('api')).toMatchObject({ restarts: 0, report: undefined });
    });
  });
});
