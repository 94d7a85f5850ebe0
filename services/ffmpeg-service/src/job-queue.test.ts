import { JobQueue } from './job-queue';

const FOREVER = new AbortController().signal;

describe('JobQueue', () => {
  it('runs so many at once, and the others in their order', async () => {
    const queue = new JobQueue({ concurrency: 1, maxWaiting: 2 });
    const order: string[] = [];
    const leave = await queue.enter(FOREVER);
    const first = queue.enter(FOREVER).then((done) => (order.push('first'), done));
    const second = queue.enter(FOREVER).then((done) => (order.push('second'), done));
    expect([queue.running, queue.waiting]).toEqual([1, 2]);
    expect(() => queue.requirePlace()).toThrow('1 jobs run and 2 wait: there is no place for more');
    leave();
    leave();
    (await first)();
    (await second)();
    expect(order).toEqual(['first', 'second']);
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });

  it('forgets who does not want to wait any more', async () => {
    const queue = new JobQueue({ concurrency: 1, maxWaiting: 1 });
    const leave = await queue.enter(FOREVER);
    const gone = new AbortController();
    const waiting = queue.enter(gone.signal);
    gone.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    leave();
    expect([queue.running, queue.waiting]).toEqual([0, 0]);
  });
});
