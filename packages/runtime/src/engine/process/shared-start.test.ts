import { SharedStart } from './shared-start';

/** A start that a test settles by hand. */
function manualStart() {
  const started = { count: 0, aborted: 0, resolve: (_value: string): void => undefined };
  const start = (signal: AbortSignal): Promise<string> => {
    started.count += 1;
    return new Promise((resolve, reject) => {
      started.resolve = resolve;
      signal.addEventListener('abort', () => {
        started.aborted += 1;
        reject(new Error('cleaned up'));
      });
    });
  };
  return { started, start };
}

describe('SharedStart', () => {
  it('starts once for all who ask for one key', async () => {
    const { start, started } = manualStart();
    const shared = new SharedStart<string>();
    const { signal } = new AbortController();
    const results = Promise.all([shared.join('a', signal, start), shared.join('a', signal, start)]);
    started.resolve('up');
    await expect(results).resolves.toEqual(['up', 'up']);
    expect(started.count).toBe(1);
  });

  it('starts again after a start has ended, well or badly', async () => {
    const shared = new SharedStart<string>();
    const { signal } = new AbortController();
    await expect(shared.join('a', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(shared.join('a', signal, () => Promise.resolve('1'))).resolves.toBe('1');
    await expect(shared.join('a', signal, () => Promise.resolve('2'))).resolves.toBe('2');
  });

  it('lets one caller give up without breaking off the start for the others', async () => {
    const { start, started } = manualStart();
    const shared = new SharedStart<string>();
    const impatient = new AbortController();
    const gaveUp = shared.join('a', impatient.signal, start);
    const patient = shared.join('a', new AbortController().signal, start);
    impatient.abort();
    await expect(gaveUp).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(started.aborted).toBe(0);
    started.resolve('up');
    await expect(patient).resolves.toBe('up');
  });

  it('breaks off the start when the last caller gives up, and waits for its cleaning up', async () => {
    const { start, started } = manualStart();
    const shared = new SharedStart<string>();
    const callers = [new AbortController(), new AbortController()];
    const joined = callers.map(({ signal }) => shared.join('a', signal, start));
    const settled = Promise.allSettled(joined);
    for (const caller of callers) caller.abort();
    expect(started.aborted).toBe(1);
    await expect(joined[1]).rejects.toThrow('cleaned up');
    await settled;
  });

  it('does not join a start that is being broken off', async () => {
    const { start, started } = manualStart();
    const shared = new SharedStart<string>();
    const caller = new AbortController();
    const first = shared.join('a', caller.signal, start);
    caller.abort();
    const second = shared.join('a', new AbortController().signal, start);
    started.resolve('up');
    await expect(first).rejects.toThrow('cleaned up');
    await expect(second).resolves.toBe('up');
  });

  it('breaks off every start when it is closed', async () => {
    const { start } = manualStart();
    const shared = new SharedStart<string>();
    const joined = shared.join('a', new AbortController().signal, start);
    const rejected = expect(joined).rejects.toThrow('cleaned up');
    await shared.close(new Error('closed'));
    await rejected;
  });
});
