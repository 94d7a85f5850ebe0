import type { Progress } from './model';
import { createModelStream } from './model-stream';
import type { StreamEvent } from './stream-event';

const delta = (text: string): StreamEvent => ({ type: 'text-delta', text });

async function* counting(state: { closed: boolean }): AsyncGenerator<StreamEvent, string, void> {
  try {
    yield delta('a');
    yield delta('b');
    return 'ab';
  } finally {
    state.closed = true;
  }
}

describe('createModelStream', () => {
  it('opens nothing before it is used', async () => {
    const open = jest.fn(() => counting({ closed: false }));
    const stream = createModelStream(open);
    expect(open).not.toHaveBeenCalled();
    await stream;
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('gives events, then the result, from one run', async () => {
    const open = jest.fn(() => counting({ closed: false }));
    const stream = createModelStream(open);
    const events: StreamEvent[] = [];
    for await (const event of stream) events.push(event);
    expect(events).toEqual([delta('a'), delta('b')]);
    await expect(stream).resolves.toBe('ab');
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('gives the result to who awaits it while another reads', async () => {
    const stream = createModelStream(() => counting({ closed: false }));
    const events = stream[Symbol.asyncIterator]();
    const result = Promise.resolve(stream);
    while ((await events.next()).done !== true);
    await expect(result).resolves.toBe('ab');
  });

  it('cancels when the loop is left: the signal aborts, the generator ends, the result rejects', async () => {
    const state = { closed: false };
    let signal: AbortSignal | undefined;
    const stream = createModelStream((given) => {
      signal = given;
      return counting(state);
    });
    for await (const event of stream) {
      expect(event).toEqual(delta('a'));
      break;
    }
    expect(signal?.aborted).toBe(true);
    expect(state.closed).toBe(true);
    await expect(stream).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
  });

  it('aborts with the signal of the caller', async () => {
    const caller = new AbortController();
    const stream = createModelStream(async function* (signal): AsyncGenerator<StreamEvent, string, void> {
      yield delta('a');
      signal.throwIfAborted();
      return '';
    }, caller.signal);
    const read = async () => {
      for await (const event of stream) if (event.type === 'text-delta') caller.abort(new Error('enough'));
    };
    await expect(read()).rejects.toThrow('enough');
    await expect(stream).rejects.toThrow('enough');
  });

  it('fails for the reader and for who awaits it, and for nobody else', async () => {
    const fail = async function* (): AsyncGenerator<StreamEvent, string, void> {
      yield delta('a');
      throw new Error('broken');
    };
    await expect(createModelStream(fail)).rejects.toThrow('broken');
    const stream = createModelStream(fail);
    const read = async () => {
      for await (const event of stream) expect(event.type).toBe('text-delta');
    };
    await expect(read()).rejects.toThrow('broken');
  });

  it('keeps why it could not begin for who asks for the first event', async () => {
    const events = createModelStream(() => Promise.reject(new Error('no input')))[Symbol.asyncIterator]();
    await new Promise((resolve) => setImmediate(resolve)); // without a listener this would end the program
    await expect(events.next()).rejects.toThrow('no input');
  });

  it('can be read once', async () => {
    const stream = createModelStream(() => counting({ closed: false }));
    await stream;
    expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
  });

  it('keeps of each phase the latest report for a reader who is busy', async () => {
    let report: (progress: Progress) => void = () => undefined;
    const stream = createModelStream((_signal, onProgress) => {
      report = onProgress;
      return counting({ closed: false });
    });
    const events = stream[Symbol.asyncIterator]();
    await events.next();
    const reports = [1, 2, 3].map((completed): Progress => ({ phase: 'upload', message: '', completed }));
    reports.forEach((progress) => report(progress));
    report({ phase: 'compute', message: '' });
    await expect(events.next()).resolves.toMatchObject({ value: { progress: { completed: 3 } } });
    await expect(events.next()).resolves.toMatchObject({ value: { progress: { phase: 'compute' } } });
    await expect(events.next()).resolves.toEqual({ done: false, value: delta('b') });
  });

  it('hands an event out once that came while a report was read', async () => {
    let report: (progress: Progress) => void = () => undefined;
    let go = (): void => undefined;
    const stream = createModelStream(async function* (_signal, onProgress): AsyncGenerator<StreamEvent, string, void> {
      report = onProgress;
      await new Promise<void>((resolve) => (go = resolve));
      yield delta('a');
      return 'a';
    });
    const events = stream[Symbol.asyncIterator]();
    const first = events.next();
    await new Promise((resolve) => setImmediate(resolve));
    report({ phase: 'load', message: '' });
    await expect(first).resolves.toMatchObject({ value: { type: 'progress' } });
    go();
    await new Promise((resolve) => setImmediate(resolve));
    await expect(events.next()).resolves.toEqual({ done: false, value: delta('a') });
    await expect(events.next()).resolves.toEqual({ done: true, value: 'a' });
  });
});
