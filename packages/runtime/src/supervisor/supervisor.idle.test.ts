import { controllerWorld } from '../service/__fixtures__/controller-world';
import { ServiceController } from '../service/service-controller';
import { supervisorWorld, type SupervisorWorld } from './__fixtures__/supervisor-world';
import { createServiceUnit, type ServiceUnit } from './service-unit';

/** A supervisor of one service that ends when it was not used for a second. */
async function idleWorld() {
  const services = controllerWorld({ definition: { idleStopMs: 1000 } });
  const { clock, controller, parts } = services;
  const world = supervisorWorld({ clock });
  const createUnit = (): ServiceUnit => createServiceUnit(new ServiceController(controller.definition, parts));
  await world.supervisor.apply([world.member('a', { createUnit })]);
  return {
    ...{ ...world, clock, engine: services.engine },
    running: () => (world.supervisor.unit('a') as ServiceUnit | undefined)?.running,
    async [Symbol.asyncDispose]() {
      await world.supervisor.close();
      await services[Symbol.asyncDispose]();
    },
  };
}

describe('Supervisor of a service that ends as idle', () => {
  it('stops it again when that fails, and starts it for whoever asks', async () => {
    await using world = await idleWorld();
    const { clock, engine, supervisor } = world;
    jest.spyOn(engine, 'release').mockRejectedValueOnce(new Error('docker hiccup'));
    await clock.advance(10_000);
    expect(world.status('a')).toMatchObject({ state: { name: 'absent' }, restarts: 0 });
    expect(await engine.list()).toEqual([]);
    await supervisor.start(['a']);
    expect(world.running()).toBeDefined();
  });

  it('stops it again as long as that fails', async () => {
    await using world = await idleWorld();
    const { clock, engine } = world;
    const release = jest.spyOn(engine, 'release').mockRejectedValue(new Error('no docker'));
    await clock.advance(10_000);
    expect(world.status('a').state).toEqual({ name: 'unknown', reason: 'no docker' });
    release.mockRestore();
    await clock.advance(5000);
    expect(world.states()).toEqual({ a: 'absent' });
  });

  it('does not take an idle stop that takes its time for a hang', async () => {
    await using world = await idleWorld();
    const { clock, engine } = world;
    let finish = (): void => undefined;
    jest.spyOn(engine, 'release').mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    await clock.advance(35_000);
    expect(world.status('a').state).toEqual({ name: 'stopping' });
    finish();
    await clock.advance(0);
    expect(world.status('a')).toMatchObject({ state: { name: 'absent' }, restarts: 0, report: undefined });
  });
});

describe('Supervisor, when somebody calls a unit that does not run', () => {
  /** A unit that has ended because nobody used it. */
  async function worldOfAnIdleOne() {
    const world = supervisorWorld();
    await world.supervisor.apply([world.member('a')]);
    world.unit('a').crash({ idle: true });
    await world.clock.advance(0);
    return world;
  }

  it('starts it when it was idle, once', async () => {
    await using world = await worldOfAnIdleOne();
    expect([world.supervisor.wake('a'), world.supervisor.wake('a')]).toEqual([expect.any(Promise), undefined]);
    await world.clock.advance(0);
    expect(world.states()).toEqual({ a: 'ready' });
    world.unit('a').crash({ idle: true });
    expect(world.supervisor.wake('a')).toBeDefined();
    await world.clock.advance(0);
    expect([world.states(), world.units.length]).toEqual([{ a: 'ready' }, 3]);
  });

  it('starts it in its turn, with what it needs', async () => {
    await using world = supervisorWorld();
    const { clock, member, supervisor } = world;
    await supervisor.apply(
      [member('a', { group: 'gpu', dependsOn: ['d'] }), member('b', { group: 'gpu' }), member('d')],
      {
        start: false,
      },
    );
    await supervisor.start(['a']);
    world.unit('a').crash({ idle: true });
    world.unit('d').crash({ idle: true });
    await clock.advance(0);
    await supervisor.start(['b']);
    expect(supervisor.wake('a')).toBeDefined();
    await clock.advance(5000);
    expect(world.states()).toEqual({ a: 'ready', b: 'absent', d: 'ready' });
  });

  it.each<[string, (world: SupervisorWorld) => unknown]>([
    ['never ran', ({ supervisor, member }) => supervisor.apply([member('b')], { start: false })],
    ['is stopped by a person', ({ supervisor }) => supervisor.stop(['a'])],
    ['is removed', ({ supervisor }) => supervisor.apply([])],
    ['is closed', ({ supervisor }) => supervisor.close()],
  ])('does not start it when it %s', async (_title, change) => {
    await using world = await worldOfAnIdleOne();
    await change(world);
    expect([world.supervisor.wake('a'), world.supervisor.wake('b')]).toEqual([undefined, undefined]);
    await world.clock.advance(0);
    expect(world.units).toHaveLength(1);
  });

  it('does not start it when it was idle while a person waited for its end', async () => {
    await using world = supervisorWorld();
    const { clock, member, supervisor } = world;
    world.behave('b', { stopMs: 100 });
    await supervisor.apply([member('a'), member('b', { dependsOn: ['a'] })]);
    const stopped = supervisor.stop(['a']);
    world.unit('a').crash({ idle: true });
    await clock.advance(100);
    await stopped;
    expect(supervisor.wake('a')).toBeUndefined();
  });

  it('leaves it to the restarts that it has left when the start fails', async () => {
    await using world = await worldOfAnIdleOne();
    const { clock, supervisor } = world;
    world.behave('a', { failure: () => new Error('no disk') });
    for (let at = 0; at < 600_000; at += 30_000) {
      void supervisor.wake('a');
      await clock.advance(30_000);
    }
    expect([world.states(), world.units.length]).toEqual([{ a: 'failed' }, 1 + 6]);
    await expect(supervisor.start(['a'])).resolves.toMatchObject({ failed: [{ name: 'a' }] });
    await supervisor.stop(['a']);
    expect(supervisor.wake('a')).toBeUndefined();
  });

  it('tells when that start is over, whatever became of it', async () => {
    await using world = await worldOfAnIdleOne();
    const { clock, supervisor } = world;
    const over = jest.fn();
    const woken = (): void => void supervisor.wake('a')?.then(() => over(world.states()['a']));
    world.behave('a', { startMs: 100 });
    woken();
    await clock.advance(99);
    expect(over).not.toHaveBeenCalled();
    await clock.advance(1);
    world.unit('a').crash({ idle: true });
    await clock.advance(0);
    world.behave('a', { startMs: 0, failure: () => new Error('no disk') });
    woken();
    await clock.advance(0);
    await supervisor.stop(['a']);
    expect(over.mock.calls).toEqual([['ready'], ['backoff']]);
  });

  it('tells when a start is over that a person has stopped', async () => {
    await using world = await worldOfAnIdleOne();
    world.behave('a', { startMs: 60_000 });
    const over = world.supervisor.wake('a');
    await world.clock.advance(0);
    await world.supervisor.stop(['a']);
    await expect(over).resolves.toBeUndefined();
  });

  it('gives no restart back to one that crashes for every caller', async () => {
    await using world = await worldOfAnIdleOne();
    const { clock, supervisor } = world;
    for (let call = 0; call < 30; call++) {
      void supervisor.wake('a');
      await clock.advance(1000);
      world.unit('a').crash();
      await clock.advance(2000);
      if (world.states()['a'] === 'ready') world.unit('a').crash({ idle: true });
      await clock.advance(0);
    }
    expect(world.status('a')).toMatchObject({ state: { name: 'failed' }, restarts: 20 });
  });

  it('does not count crashes in a row that have good runs between them', async () => {
    await using world = await worldOfAnIdleOne();
    const { clock, supervisor } = world;
    for (let day = 0; day < 10; day++) {
      void supervisor.wake('a');
      await clock.advance(1000);
      world.unit('a').crash();
      await clock.advance(1000);
      expect(world.states()).toEqual({ a: 'ready' });
      world.unit('a').crash({ idle: true });
      await clock.advance(86_400_000);
    }
  });
});
