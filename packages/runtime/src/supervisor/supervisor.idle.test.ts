import { controllerWorld } from '../service/__fixtures__/controller-world';
import { ServiceController } from '../service/service-controller';
import { supervisorWorld } from './__fixtures__/supervisor-world';
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
