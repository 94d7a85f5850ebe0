import { inParallel } from './in-parallel';

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('inParallel', () => {
  it('does everything, so many at a time', async () => {
    const [done, most] = [new Set<number>(), { running: 0, seen: 0 }];
    await inParallel(Array(20).keys(), 3, async (item) => {
      most.seen = Math.max(most.seen, ++most.running);
      await pause();
      most.running--;
      done.add(item);
    });
    expect([done.size, most.seen]).toEqual([20, 3]);
  });

  it('begins nothing after a failure, and waits for what runs', async () => {
    const done: number[] = [];
    const work = async (item: number): Promise<void> => {
      if (item === 1) throw new RangeError('one');
      await pause();
      done.push(item);
    };
    await expect(inParallel(Array(20).keys(), 3, work)).rejects.toThrow('one');
    expect(done).toEqual([0, 2]);
  });
});
