import { once } from 'node:events';
import { eventually } from '@mediaconduit/testkit';
import { dockerWorld, type DockerWorld } from './__fixtures__/docker-world';
import { runEngineProgram, startEngineProgram } from './__fixtures__/run-engine-program';

const signal = new AbortController().signal;

describe('DockerEngine between programs', () => {
  let world: DockerWorld;

  beforeEach(async () => {
    world = await dockerWorld();
  });

  afterEach(() => world[Symbol.asyncDispose]());

  const names = async (): Promise<string[]> => (await world.engine().list()).map(({ label }) => label);

  it('shares a container with another program, and the last to leave removes it', async () => {
    const definition = await world.service();
    const other = await runEngineProgram(world, definition, 'release');
    const engine = world.engine();
    const own = await engine.ensure(definition, { signal });
    expect(own).toMatchObject({ id: other.service.id, adopted: true });
    await engine.release(own.id);
    expect(await names()).toHaveLength(1);
    await other.release();
    expect(await names()).toEqual([]);
    expect(await other.ended).toBe(0);
  });

  it('makes one container when several programs start the same service at once', async () => {
    const definition = await world.service();
    const programs = await Promise.all([1, 2, 3].map(() => runEngineProgram(world, definition, 'release')));
    expect(new Set(programs.map(({ service }) => service.id)).size).toBe(1);
    expect(programs.filter(({ service }) => !service.adopted)).toHaveLength(1);
    await Promise.all(programs.map((program) => program.release()));
    await Promise.all(programs.map(({ ended }) => ended));
    expect(await names()).toEqual([]);
  });

  it('takes over the container of a program that was killed', async () => {
    const definition = await world.service();
    const killed = await runEngineProgram(world, definition, 'hold');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const engine = world.engine();
    const own = await engine.ensure(definition, { signal });
    expect(own).toMatchObject({ id: killed.service.id, adopted: true });
    await engine.release(own.id);
    // The kernel may need a moment to end the lock of the killed program; then the next sweep finds the container.
    await eventually(async () => {
      await world.engine().sweep();
      expect(await names()).toEqual([]);
    });
  });

  it('finds everything again that programs made which were killed at any moment of their start', async () => {
    const definition = await world.service();
    await (
      await runEngineProgram(world, definition, 'idle')
    ).ended;
    for (const delay of [60, 90, 120, 150, 180, 210, 240, 270, 300, 330]) {
      const killed = startEngineProgram(world, { ...definition, environment: { DELAY: String(delay) } }, 'hold');
      const ended = once(killed, 'exit');
      setTimeout(() => killed.kill('SIGKILL'), delay);
      await ended;
    }
    await eventually(async () => {
      await world.engine().sweep();
      expect(await names()).toEqual([]);
    });
  });

  it('removes what a killed program left behind at the first start of anything', async () => {
    const killed = await runEngineProgram(world, await world.service(), 'hold');
    killed.child.kill('SIGKILL');
    await killed.ended;
    const own = await world.engine().ensure(await world.service({}, { id: 'other-service' }), { signal });
    await eventually(async () => expect((await world.engine().list()).map(({ id }) => id)).toEqual([own.id]));
  });

  it('sweeps what nobody uses, and leaves what a living program uses', async () => {
    const [used, left] = [await world.service(), await world.service({}, { id: 'left-service' })];
    const living = await runEngineProgram(world, used, 'hold');
    const killed = await runEngineProgram(world, left, 'hold');
    killed.child.kill('SIGKILL');
    await killed.ended;
    await eventually(async () => {
      await world.engine().sweep();
      expect((await world.engine().list()).map(({ id }) => id)).toEqual([living.service.id]);
    });
    expect(await world.engine().sweep()).toEqual([]);
    living.child.kill('SIGKILL');
    await living.ended;
  });

  it('does not keep a program alive that never closes it', async () => {
    const program = await runEngineProgram(world, await world.service(), 'idle');
    expect(await program.ended).toBe(0);
  });

  it('removes its containers after a program that exits at once', async () => {
    const program = await runEngineProgram(world, await world.service(), 'exit');
    expect(await program.ended).toBe(0);
    await eventually(async () => expect(await names()).toEqual([]));
  });

  it('leaves a container that others use when a program exits at once', async () => {
    const definition = await world.service();
    const own = await world.engine().ensure(definition, { signal });
    const program = await runEngineProgram(world, definition, 'exit');
    expect(program.service.id).toBe(own.id);
    await program.ended;
    expect((await world.engine().inspect(own.id))?.state).toBe('running');
  });
});
