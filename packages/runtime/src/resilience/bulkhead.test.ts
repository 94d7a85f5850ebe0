import { getEventListeners } from 'node:events';
import { onAbort } from '../service/on-abort';
import { Bulkhead } from './bulkhead';

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Work that runs until it is told to end, and the order in which it began. */
function createWork() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (number: number) => () =>
    new Promise<number>((resolve) => {
      begun.push(number);
      ends.push(() => resolve(number));
    });
  return { begun, work, endNext: async () => (ends.shift()?.(), settled()) };
}

describe('Bulkhead', () => {
  it('runs so many at once, and the others in the order in which they came', async () => {
    const bulkhead = new Bulkhead({ name: 'whisper', concurrent: 2 });
    const { begun, work, endNext } = createWork();
    const calls = [0, 1, 2, 3].map((number) => bulkhead.execute(work(number)));
    await settled();
    expect(begun).toEqual([0, 1]);
    expect(bulkhead.getMetrics()).toEqual({ running: 2, waiting: 2, rejected: 0 });
    for (let end = 0; end < 4; end++) await endNext();
    expect(begun).toEqual([0, 1, 2, 3]);
    await expect(Promise.all(calls)).resolves.toEqual([0, 1, 2, 3]);
    expect(bulkhead.getMetrics()).toEqual({ running: 0, waiting: 0, rejected: 0 });
  });

  it('turns away what has no place to wait', async () => {
    const bulkhead = new Bulkhead({ name: 'whisper', concurrent: 1, waiting: 1 });
    const { work, endNext } = createWork();
    const calls = [0, 1].map((number) => bulkhead.execute(work(number)));
    await expect(bulkhead.execute(work(2))).rejects.toMatchObject({
      code: 'MC_SERVICE_BUSY',
      message: '"whisper" works on 1 and 1 more wait.',
      hint: expect.any(String),
      retryable: true,
      facts: { name: 'whisper', concurrent: 1, waiting: 1 },
    });
    expect(bulkhead.getMetrics().rejected).toBe(1);
    await endNext();
    await endNext();
    await Promise.all(calls);
  });

  it('lets a hundred wait unless told otherwise', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 1 });
    for (let call = 0; call < 101; call++) void bulkhead.execute(() => new Promise(() => undefined));
    await expect(bulkhead.execute(async () => 1)).rejects.toMatchObject({ code: 'MC_SERVICE_BUSY' });
  });

  it('gives the place of a call that was cancelled while it waited to another', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 1, waiting: 1 });
    const { begun, work, endNext } = createWork();
    const running = bulkhead.execute(work(0));
    const controller = new AbortController();
    const cancelled = bulkhead.execute(work(1), { signal: controller.signal });
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    const next = bulkhead.execute(work(2));
    await endNext();
    await endNext();
    await Promise.all([running, next]);
    expect(begun).toEqual([0, 2]);
  });

  it('keeps the order when new calls come at the moment in which a place is free', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 1 });
    const { begun, work, endNext } = createWork();
    const first = bulkhead.execute(work(0));
    const waiting = bulkhead.execute(work(1));
    const late = first.then(() => bulkhead.execute(work(2)));
    for (let end = 0; end < 3; end++) await endNext();
    await Promise.all([waiting, late]);
    expect(begun).toEqual([0, 1, 2]);
  });

  it('takes no place for a caller who has given up', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 1 });
    const work = jest.fn();
    await expect(bulkhead.execute(work, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
    expect(work).not.toHaveBeenCalled();
    expect(bulkhead.getMetrics().running).toBe(0);
  });

  it('frees the place of work that fails, also before it waits for anything', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 1, waiting: 0 });
    const thrown = () => {
      throw new TypeError('at once');
    };
    await expect(bulkhead.execute(thrown)).rejects.toThrow('at once');
    await expect(bulkhead.execute(() => Promise.reject(new Error('later')))).rejects.toThrow('later');
    await expect(bulkhead.execute(async () => 'free')).resolves.toBe('free');
  });

  it('listens to no signal once a call runs', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 1 });
    const { work, endNext } = createWork();
    const { signal } = new AbortController();
    const calls = [0, 1].map((number) => bulkhead.execute(work(number), { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await endNext();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    await endNext();
    await Promise.all(calls);
  });

  it('has no limit unless told one, and gives new places to calls that wait', async () => {
    const bulkhead = new Bulkhead({ name: 'x' });
    const { begun, work } = createWork();
    expect(bulkhead.isLimited).toBe(false);
    for (let call = 0; call < 200; call++) void bulkhead.execute(work(call));
    await settled();
    expect(begun).toHaveLength(200);
    bulkhead.configure({ concurrent: 201 });
    for (let call = 200; call < 204; call++) void bulkhead.execute(work(call));
    await settled();
    expect(begun).toHaveLength(201);
    bulkhead.configure({ concurrent: 203 });
    await settled();
    expect(begun.slice(-2)).toEqual([201, 202]);
    bulkhead.configure({});
    await settled();
    expect(bulkhead.getMetrics()).toEqual({ running: 204, waiting: 0, rejected: 0 });
  });

  it('lets running calls end when there are fewer places than before', async () => {
    const bulkhead = new Bulkhead({ name: 'x', concurrent: 2 });
    const { begun, work, endNext } = createWork();
    const calls = [0, 1, 2].map((number) => bulkhead.execute(work(number)));
    bulkhead.configure({ concurrent: 1 });
    await endNext();
    expect(begun).toEqual([0, 1]);
    await endNext();
    expect(begun).toEqual([0, 1, 2]);
    await endNext();
    await Promise.all(calls);
  });

  describe('whose service belongs to a stack', () => {
    /** Places that a test gives. */
    function createPlaces() {
      const asked: { readonly grant: () => void; readonly refuse: (error: Error) => void }[] = [];
      const left = jest.fn();
      const enter = () =>
        new Promise<() => void>((resolve, reject) => asked.push({ grant: () => resolve(left), refuse: reject }));
      return { asked, enter, left };
    }

    it('asks for a place among all programs once it has one of its own', async () => {
      const bulkhead = new Bulkhead({ name: 'x', concurrent: 9 });
      const { asked, enter, left } = createPlaces();
      bulkhead.follow({ concurrent: 1, waiting: 1 }, enter);
      const { begun, work, endNext } = createWork();
      const calls = [0, 1].map((number) => bulkhead.execute(work(number)));
      await expect(bulkhead.execute(work(2))).rejects.toMatchObject({ code: 'MC_SERVICE_BUSY' });
      await settled();
      expect([asked.length, begun]).toEqual([1, []]);
      expect(bulkhead.getMetrics()).toEqual({ running: 0, waiting: 2, rejected: 1 });
      asked[0]?.grant();
      await settled();
      expect(begun).toEqual([0]);
      expect(bulkhead.getMetrics()).toMatchObject({ running: 1, waiting: 1 });
      await endNext();
      expect([asked.length, left.mock.calls.length]).toEqual([2, 1]);
      asked[1]?.grant();
      await settled();
      await endNext();
      await Promise.all(calls);
      expect(left).toHaveBeenCalledTimes(2);
    });

    it('gives its own place back when there is none among all', async () => {
      const bulkhead = new Bulkhead({ name: 'x' });
      const { asked, enter } = createPlaces();
      bulkhead.follow({ concurrent: 1, waiting: 0 }, enter);
      const refused = bulkhead.execute(async () => 1);
      await settled();
      asked[0]?.refuse(new Error('gone'));
      await expect(refused).rejects.toThrow('gone');
      expect(bulkhead.getMetrics()).toMatchObject({ running: 0, waiting: 0 });
    });

    it('ends the wait for a place among all with the error of a call', async () => {
      const bulkhead = new Bulkhead({ name: 'x' });
      const controller = new AbortController();
      const { signal } = controller;
      const enter = () => new Promise<() => void>((_, reject) => onAbort(signal, () => reject(signal.reason as Error)));
      bulkhead.follow({ concurrent: 1, waiting: 0 }, enter);
      const waits = bulkhead.execute(async () => 1, { signal });
      controller.abort();
      await expect(waits).rejects.toMatchObject({ code: 'MC_CALL_ABORTED', facts: { name: 'x' } });
    });

    it('goes by its own limit again when the stack has none any more', async () => {
      const bulkhead = new Bulkhead({ name: 'x', concurrent: 2 });
      const { asked, enter } = createPlaces();
      bulkhead.follow({ concurrent: 1, waiting: 9 }, enter);
      bulkhead.follow({ concurrent: 0, waiting: 9 }, enter);
      const { begun, work } = createWork();
      for (const number of [0, 1, 2]) void bulkhead.execute(work(number));
      await settled();
      expect([asked.length, begun]).toEqual([0, [0, 1]]);
    });
  });
});
