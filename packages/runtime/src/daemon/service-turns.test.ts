import { setImmediate } from 'node:timers/promises';
import { LineQueue } from './line-queue';
import type { TurnLine, TurnRequest } from './protocol';
import { ServiceTurns } from './service-turns';

const limited = (name: string, concurrent: number) => ({ name, bulkhead: { concurrent, waiting: 9 } });
const turn = (number: number): TurnLine => ({ type: 'turn', turn: number });

/** The places of a stack with one service, `cow`, whose id is `cow-service`. */
function createTurns(concurrent = 1): ServiceTurns {
  const turns = new ServiceTurns((service) => (service === 'cow-service' ? 'cow' : undefined));
  turns.configure([limited('cow', concurrent)]);
  return turns;
}

/** A program: what it was told so far, and how its lines ended. */
function connect(turns: ServiceTurns) {
  const requests = new LineQueue<TurnRequest>();
  const gone = new AbortController();
  const told: TurnLine[] = [];
  const ended = (async () => {
    for await (const line of turns.lines(requests, gone.signal)) told.push(line);
  })();
  ended.catch(() => undefined);
  return {
    ...{ ended, requests, told },
    enter: (number: number, service = 'cow') => requests.push({ type: 'enter', turn: number, service }),
    leave: (number: number) => requests.push({ type: 'leave', turn: number }),
    vanish: () => gone.abort(),
  };
}

describe('ServiceTurns', () => {
  it('gives places in the order in which programs ask, and those that they give back', async () => {
    const turns = createTurns();
    const [one, other] = [connect(turns), connect(turns)];
    one.enter(1);
    await setImmediate();
    other.enter(1);
    await setImmediate();
    one.enter(2, 'cow-service');
    await setImmediate();
    expect([one.told, other.told]).toEqual([[turn(1)], []]);
    one.leave(1);
    await setImmediate();
    expect([one.told, other.told]).toEqual([[turn(1)], [turn(1)]]);
    other.leave(1);
    await setImmediate();
    expect(one.told).toEqual([turn(1), turn(2)]);
  });

  it.each<[string, (program: ReturnType<typeof connect>) => void]>([
    ['vanishes', ({ vanish }) => vanish()],
    ['is done', ({ requests }) => requests.end()],
    ['breaks off in a line', ({ requests }) => requests.fail(new Error('half a line'))],
  ])('has all places of a program that %s for others, and takes it out of the queue', async (_, end) => {
    const turns = createTurns(2);
    const [leaving, staying] = [connect(turns), connect(turns)];
    for (const number of [1, 2, 3]) leaving.enter(number);
    await setImmediate();
    staying.enter(1);
    staying.enter(2);
    await setImmediate();
    expect([leaving.told, staying.told]).toEqual([[turn(1), turn(2)], []]);
    end(leaving);
    await leaving.ended.catch(() => undefined);
    await setImmediate();
    expect(staying.told).toEqual([turn(1), turn(2)]);
  });

  it('takes nothing for a program that is gone, whatever of it still arrives', async () => {
    const turns = createTurns();
    const [late, other] = [connect(turns), connect(turns)];
    late.vanish();
    late.enter(1);
    await setImmediate();
    other.enter(1);
    await setImmediate();
    expect([late.told, other.told]).toEqual([[], [turn(1)]]);
  });

  it('lets a program give up a turn before it comes, and in the moment in which it comes', async () => {
    const turns = createTurns();
    const [holder, other] = [connect(turns), connect(turns)];
    holder.enter(1);
    await setImmediate();
    other.enter(1);
    await setImmediate();
    other.leave(1);
    holder.leave(1);
    await setImmediate();
    other.enter(2);
    other.leave(2);
    holder.enter(2);
    await setImmediate();
    expect(other.told).not.toContainEqual(turn(1));
    expect(holder.told).toEqual([turn(1), turn(2)]);
  });

  it('keeps one place for a number that is used twice, and none that is given back twice', async () => {
    const turns = createTurns(2);
    const [careless, other] = [connect(turns), connect(turns)];
    careless.enter(1);
    careless.enter(1);
    await setImmediate();
    careless.leave(1);
    careless.leave(1);
    for (const number of [1, 2, 3]) other.enter(number);
    await setImmediate();
    expect(other.told).toEqual([turn(1), turn(2)]);
  });

  it('lets those go who wait for a service that is taken out, and knows it no more', async () => {
    const turns = createTurns();
    const program = connect(turns);
    program.enter(1);
    program.enter(2);
    await setImmediate();
    turns.configure([]);
    await setImmediate();
    program.enter(3);
    await setImmediate();
    expect(program.told).toMatchObject([
      ...[turn(1), turn(2)],
      { type: 'refused', turn: 3, error: { code: 'MC_SERVICE_NOT_FOUND', facts: { service: 'cow' } } },
    ]);
    turns.configure([limited('cow', 1)]);
    program.enter(4);
    await setImmediate();
    expect(program.told.at(-1)).toEqual(turn(4));
  });

  it('tells everybody who asks for turns that there are none any more', async () => {
    const turns = createTurns();
    const program = connect(turns);
    program.enter(1);
    program.enter(2);
    await setImmediate();
    turns.close();
    await expect(program.ended).rejects.toThrow();
    await expect(connect(turns).ended).rejects.toThrow();
    expect(program.told).toEqual([turn(1)]);
  });
});
