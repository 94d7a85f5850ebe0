import { MediaConduitError } from '@mediaconduit/sdk';
import { createFakeEngine, createManualClock, serviceDefinition } from '@mediaconduit/testkit';
import { explainLoss } from './explain-loss';

const gone = new MediaConduitError('MC_SERVICE_GONE', 'gone.', { facts: { path: '/x' } });
const definition = serviceDefinition();

describe('explainLoss', () => {
  const world = async () => {
    const clock = createManualClock();
    const engine = createFakeEngine({ clock });
    const { id } = await engine.ensure(definition, { signal: new AbortController().signal });
    const close = (): Promise<void> => engine.close();
    return {
      clock,
      engine,
      id,
      explained: () => explainLoss(gone, { engine, id }, clock),
      [Symbol.asyncDispose]: close,
    };
  };

  it('leaves the error alone when the service goes on', async () => {
    await using here = await world();
    const explained = here.explained();
    await here.clock.advance(200);
    await expect(explained).resolves.toEqual({ error: gone, hasEnded: false });
    expect(here.clock.pending).toBe(0);
  });

  it('adds exit code and last output of a service that is seen to end only now', async () => {
    await using here = await world();
    const explained = here.explained();
    await here.clock.advance(20);
    jest.spyOn(here.engine, 'logs').mockResolvedValue(['segfault!']);
    here.engine.crash(definition.id, 139);
    await here.clock.advance(20);
    const { error, ...loss } = await explained;
    expect(loss).toEqual({ hasEnded: true, exitCode: 139 });
    expect(error).toMatchObject({
      code: 'MC_SERVICE_GONE',
      message: 'gone. It ended with exit code 139.',
      hint: 'its last output says more; the next call starts it again',
      facts: { path: '/x', exitCode: 139, engine: 'process', logs: ['segfault!'] },
    });
  });

  it('asks again in a program that was busy meanwhile', async () => {
    await using here = await world();
    let now = 0;
    jest.spyOn(here.clock, 'now').mockImplementation(() => (now += 1000));
    const explained = here.explained();
    await here.clock.advance(10);
    here.engine.crash(definition.id, 139);
    await here.clock.advance(10);
    await expect(explained).resolves.toMatchObject({ hasEnded: true });
  });

  it('says that a service ran out of memory, and knows one that is gone altogether', async () => {
    await using here = await world();
    const inspection = { ...(await here.engine.inspect(here.id)), state: 'exited', exitCode: 137, outOfMemory: true };
    jest
      .spyOn(here.engine, 'inspect')
      .mockResolvedValueOnce(inspection as never)
      .mockResolvedValueOnce(undefined);
    expect((await here.explained()).error.message).toBe('gone. It ran out of memory.');
    expect((await here.explained()).error.message).toBe('gone. It ended.');
  });
});
