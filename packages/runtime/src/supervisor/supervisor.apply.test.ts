import { supervisorWorld } from './__fixtures__/supervisor-world';

describe('Supervisor', () => {
  describe('apply', () => {
    it('starts what is new, replaces what changed, stops what is gone, and touches nothing else', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      const kept = member('kept', { dependsOn: ['changed'] });
      await supervisor.apply([kept, member('changed', { settings: { port: 1 } }), member('removed')]);
      const report = await supervisor.apply([
        member('added'),
        kept,
        member('changed', { settings: { port: 2 }, createUnit: member('changed').createUnit }),
      ]);
      expect(report).toEqual({
        added: ['added'],
        changed: ['changed'],
        removed: ['removed'],
        unchanged: ['kept'],
        failed: [],
      });
      expect(supervisor.status().map(({ name, generation, restarts }) => [name, generation, restarts])).toEqual([
        ['added', 1, 0],
        ['changed', 2, 0],
        ['kept', 1, 0],
      ]);
      expect(world.units.find(({ name }) => name === 'removed')?.state).toBe('gone');
      expect(world.states()).toEqual({ added: 'ready', changed: 'ready', kept: 'ready' });
    });

    it('stops dependants that ask for it before what they need is replaced', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      const api = member('api', { dependsOn: ['db'], restartWithDependencies: true });
      await supervisor.apply([member('db'), api]);
      world.log.length = 0;
      await supervisor.apply([member('db', { settings: { version: 2 } }), api]);
      expect(world.log).toEqual([
        ...['api stopping', 'api gone', 'db stopping', 'db gone'],
        ...['db starting', 'db ready', 'api starting', 'api ready'],
      ]);
    });

    it('stops a replaced dependant before what it needed is removed', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([member('db'), member('api', { dependsOn: ['db'] })]);
      world.log.length = 0;
      await supervisor.apply([member('api', { settings: { database: 'none' } })]);
      expect(world.log.indexOf('api gone')).toBeLessThan(world.log.indexOf('db stopping'));
      expect(world.states()).toEqual({ api: 'ready' });
    });

    it('keeps a rolling dependant going until its new copy does not need what is removed', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([member('db'), member('api', { dependsOn: ['db'], rolling: true })]);
      world.log.length = 0;
      world.behave('api', { startMs: 100 });
      const applied = supervisor.apply([member('api', { settings: { database: 'none' }, rolling: true })]);
      await world.run(applied);
      expect(world.log).toEqual([
        ...['api starting', 'api ready', 'api stopping', 'api gone'],
        ...['db stopping', 'db gone'],
      ]);
    });

    it('reports what failed with the new settings, names what changed, and takes the old ones back', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      const [before, after] = [
        member('a', { settings: { environment: { PORT: '1', API_KEY: 'x' } } }),
        member('a', { settings: { environment: { PORT: '2', API_KEY: 'y' } } }),
      ];
      await supervisor.apply([before, member('b')]);
      world.behave('a', { failure: () => new Error('port taken') });
      const { failed } = await supervisor.apply([after, member('b')]);
      expect(failed).toMatchObject([{ name: 'a', error: { message: 'port taken' } }]);
      expect(world.status('a').report?.changes).toEqual([
        'environment.PORT: "1" → "2"',
        'environment.API_KEY: changed',
      ]);
      world.behave('a', { failure: undefined });
      await expect(supervisor.apply([before, member('b')])).resolves.toMatchObject({ changed: ['a'], failed: [] });
      expect(world.states()).toEqual({ a: 'ready', b: 'ready' });
      expect(world.status('b').generation).toBe(1);
    });

    it('keeps the old copy of a rolling unit whose new settings fail, also when they are taken back', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([member('a', { rolling: true, settings: { v: 1 } })]);
      world.behave('a', { failure: () => new Error('bad') });
      const { failed } = await supervisor.apply([member('a', { rolling: true, settings: { v: 2 } })]);
      expect(failed).toMatchObject([{ name: 'a', error: { message: 'bad' } }]);
      await supervisor.apply([member('a', { rolling: true, settings: { v: 1 } })]);
      expect([world.units.length, world.status('a').generation, world.states()]).toEqual([2, 1, { a: 'ready' }]);
    });

    it('leaves a unit that is given up alone until its settings change', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      world.behave('a', { failure: () => new Error('bad') });
      await supervisor.apply([member('a')]);
      await world.clock.advance(1_000_000);
      world.behave('a', { failure: undefined });
      await supervisor.apply([member('a')]);
      expect(world.states()).toEqual({ a: 'failed' });
      await supervisor.apply([member('a', { settings: { v: 2 } })]);
      expect(world.status('a')).toMatchObject({ state: { name: 'ready' }, restarts: 0 });
    });

    it('does not start what was stopped', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a')]);
      await world.supervisor.stop();
      await world.supervisor.apply([world.member('a', { settings: { v: 2 } })]);
      expect(world.states()).toEqual({ a: 'absent' });
    });

    it('starts what was stopped when something that runs needs it from now on', async () => {
      await using world = supervisorWorld();
      await world.supervisor.apply([world.member('a'), world.member('b')]);
      await world.supervisor.stop(['a']);
      await world.supervisor.apply([world.member('a'), world.member('b', { dependsOn: ['a'], settings: { v: 2 } })]);
      expect(world.states()).toEqual({ a: 'ready', b: 'ready' });
    });

    it('changes nothing when the set is refused', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([member('a')]);
      const circle = [member('a', { dependsOn: ['b'] }), member('b', { dependsOn: ['a'] })];
      await expect(supervisor.apply(circle)).rejects.toMatchObject({ code: 'MC_DEPENDENCY_CYCLE' });
      const crowd = [member('x', { group: 'gpu' }), member('y', { group: 'gpu', dependsOn: ['x'] })];
      await expect(supervisor.apply(crowd)).rejects.toMatchObject({
        code: 'MC_STACK_INVALID',
        facts: { name: 'y', group: 'gpu', needed: ['x', 'y'], places: 1 },
      });
      expect(world.states()).toEqual({ a: 'ready' });
    });

    it('takes one set after the other', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      const sets = [1, 2, 3].map((v) => supervisor.apply([member('a', { settings: { v } })]));
      await Promise.all(sets);
      expect(world.units.map(({ state }) => state)).toEqual(['gone', 'gone', 'ready']);
    });

    it('reports what cannot be stopped, and buries it later', async () => {
      await using world = supervisorWorld();
      const { member, supervisor } = world;
      await supervisor.apply([member('a'), member('b')]);
      world.behave('b', { stopFailure: new Error('engine is gone') });
      await expect(supervisor.apply([member('a')])).resolves.toMatchObject({
        failed: [{ name: 'b', error: { message: 'engine is gone' } }],
      });
      expect(world.states()).toEqual({ a: 'ready', b: 'unknown' });
      world.behave('b', { stopFailure: undefined });
      await supervisor.apply([member('a')]);
      expect(world.states()).toEqual({ a: 'ready' });
    });
  });

  it('answers the last lines of what runs, and of what has failed', async () => {
    await using world = supervisorWorld();
    world.behave('a', { logs: ['one', 'two', 'three'] });
    await world.supervisor.apply([world.member('a')]);
    await expect(world.supervisor.logs('a', 2)).resolves.toEqual(['two', 'three']);
    world.unit('a').crash();
    await world.clock.advance(0);
    await expect(world.supervisor.logs('a')).resolves.toEqual(['one', 'two', 'three']);
  });
});
