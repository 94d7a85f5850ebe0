import { getEventListeners } from 'node:events';
import { deferred } from './__fixtures__/deferred';
import { SharedTask } from './shared-task';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SharedTask', () => {
  it('gives one result to all who wait, and listens to no signal afterwards', async () => {
    const work = deferred<string>();
    const task = new SharedTask(() => work.promise);
    const { signal } = new AbortController();
    const waiting = [task.join(), task.join(signal), task.join(signal)];
    expect(getEventListeners(signal, 'abort')).toHaveLength(2);
    work.resolve('done');
    await expect(Promise.all(waiting)).resolves.toEqual(['done', 'done', 'done']);
    await settled();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(task.aborted).toBe(false);
  });

  it('gives one failure to all who wait, and none to nobody', async () => {
    const task = new SharedTask(() => Promise.reject(new Error('broken')));
    await settled(); // an unhandled rejection would end the test run here
    const { signal } = new AbortController();
    await expect(task.join()).rejects.toThrow('broken');
    await expect(task.join(signal)).rejects.toThrow('broken');
    await settled();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await expect(task.settled()).resolves.toBeUndefined();
  });

  it('aborts the work when the last waiter has given up, not before', async () => {
    let workSignal: AbortSignal | undefined;
    const task = new SharedTask((signal) => {
      workSignal = signal;
      return new Promise(() => undefined);
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const waiting = Promise.allSettled([task.join(first.signal), task.join(second.signal)]);
    first.abort('one');
    expect(workSignal?.aborted).toBe(false);
    second.abort('two');
    expect(workSignal).toMatchObject({ aborted: true, reason: 'two' });
    await expect(waiting).resolves.toEqual([
      { status: 'rejected', reason: 'one' },
      { status: 'rejected', reason: 'two' },
    ]);
  });

  it('goes on for a waiter without a signal', () => {
    const task = new SharedTask(() => new Promise(() => undefined));
    void task.join();
    const impatient = new AbortController();
    task.join(impatient.signal).catch(() => undefined);
    impatient.abort();
    expect(task.aborted).toBe(false);
  });

  it('can be ended for everybody', async () => {
    const task = new SharedTask(
      (signal) =>
        new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    const waiting = task.join();
    task.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
    expect(task.aborted).toBe(true);
  });
});
