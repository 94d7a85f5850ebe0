import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import type { Runtime, RuntimeEvents } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';
import { FakeStream } from './__fixtures__/fake-terminal';
import { Output } from './output';
import { Session } from './session';

/** A session whose runtime closes when it is told to. */
function sessionOf({ quiet = false } = {}) {
  const stderr = new FakeStream(false);
  const streams = { stdout: new FakeStream(false), stderr };
  const output = new Output(streams, { json: false, quiet, verbose: false, environment: {} }, () => undefined);
  const events = new EventEmitter<RuntimeEvents>();
  let stopped = (_failure?: Error): void => undefined;
  const closed = new Promise<void>((resolve, reject) => {
    stopped = (failure) => (failure ? reject(failure) : resolve());
  });
  const closeSync = jest.fn();
  const change = (currentState: string) =>
    events.emit('service-state-changed', { name: 'cow', previousState: '', currentState });
  const close = (): Promise<void> => {
    change('stopping');
    return closed;
  };
  const session = new Session(
    {
      ...{ environment: {}, folder: __dirname, stdin: Readable.from([]), ...streams },
      createRuntime: () => ({ events, close, closeSync }) as unknown as Runtime,
    },
    output,
  );
  return { session, stderr, events, change, stopped, closeSync };
}

const touch = async ({ runtime }: Session): Promise<number> => (runtime.closed ? 1 : 0);

describe('Session', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('says what it stops when that takes more than a second', async () => {
    const { session, stderr, events, change, stopped, closeSync } = sessionOf();
    await session.run({}, touch);
    const closed = session.close();
    jest.advanceTimersByTime(900);
    expect(stderr.text).toBe('');
    jest.advanceTimersByTime(60_000);
    expect([stderr.text, closeSync.mock.calls.length]).toEqual(['stopping cow …\n', 0]);
    change('absent');
    stopped();
    await closed;
    expect([jest.getTimerCount(), events.eventNames()]).toEqual([0, []]);
  });

  it('does not say so with --quiet', async () => {
    const { session, stderr, stopped } = sessionOf({ quiet: true });
    await session.run({}, touch);
    const closed = session.close();
    jest.advanceTimersByTime(5000);
    stopped();
    await closed;
    expect(stderr.text).toBe('');
  });

  it('waits no more than two seconds after the deadline, and then a moment for what it killed', async () => {
    const { session, closeSync, stopped } = sessionOf();
    const work = session.run({ timeoutMs: 100 }, async ({ runtime }) => new Promise<never>(() => void runtime));
    jest.advanceTimersByTime(100);
    await expect(work).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    const closed = session.close();
    jest.advanceTimersByTime(1999);
    expect(closeSync).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(closeSync).toHaveBeenCalledTimes(1);
    stopped(new Error('the engine was closed'));
    await closed;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('does not wait for ever for what was killed', async () => {
    const { session, closeSync } = sessionOf();
    await session.run({ timeoutMs: 1000 }, touch);
    jest.advanceTimersByTime(400);
    const closed = session.close();
    jest.advanceTimersByTime(2599);
    expect(closeSync).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(closeSync).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1000);
    await closed;
  });

  it('tells what went wrong while it stopped in time', async () => {
    const { session, stopped } = sessionOf();
    await session.run({ timeoutMs: 1000 }, touch);
    const closed = session.close();
    stopped(new Error('no engine'));
    await expect(closed).rejects.toThrow('no engine');
  });

  it('ends as the command says when it is cancelled, whatever the work still does', async () => {
    const { session } = sessionOf();
    const reason = new MediaConduitError('MC_CALL_ABORTED', 'enough');
    const run = session.run({}, async ({ signal }) => {
      session.endWith(async ({ message }) => message.length);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new TypeError('too late');
    });
    session.cancel(reason);
    await expect(run).resolves.toBe(6);
  });

  it('rejects with the reason of a cancel otherwise', async () => {
    const { session } = sessionOf();
    const reason = new MediaConduitError('MC_CALL_ABORTED', 'enough');
    const run = session.run({}, () => new Promise(() => undefined));
    session.cancel(reason);
    await expect(run).rejects.toBe(reason);
  });
});
