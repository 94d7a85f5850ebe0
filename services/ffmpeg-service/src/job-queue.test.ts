import { JobQueue } from './job-queue';

const FOREVER = new AbortController().signal;

describe('JobQueue', () => {
  it('runs so many at once, and the others in their order', async () => {
    const queue = new JobQueue({ concurrency: 1, maxWaiting: 2 });
    const order: string[] = [];
    const place = queue.enter(FOREVER);
    const [first, second] = [queue.enter(FOREVER), queue.enter(FOREVER)];
    void first.turn.then(() => order.push('first'));
    void second.turn.then(() => order.push('second'));
    expect([place, first, second].map(({ isRunning }) => isRunning)).toEqual([true, false, false]);
    expect([queue.running, queue.waiting]).toEqual([1, 2]);
    expect(() => queue.requirePlace()).toThrow('1 jobs run and 2 wait: there is no place for more');
    place[Symbol.dispose]();
    place[Symbol.dispose]();
    await first.turn;
    first[Symbol.dispose]();
    await second.turn;
    second[Symbol.dispose]();
    expect(order).toEqual(['first', 'second']);
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  it('forgets who does not want to wait any more', async () => {
    const queue = new JobQueue({ concurrency: 1, maxWaiting: 1 });
    const place = queue.enter(FOREVER);
    const gone = new AbortController();
    const waiting = queue.enter(gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting.turn).rejects.toThrow('gone');
    waiting[Symbol.dispose]();
    queue.enter(FOREVER)[Symbol.dispose]();
    place[Symbol.dispose]();
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });
});
