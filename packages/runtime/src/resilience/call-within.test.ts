import { getEventListeners } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { callWithin } from './call-within';

const hang = () => new Promise<never>(() => undefined);
const name = 'whisper';

describe('callWithin', () => {
  it.each([undefined, 0, 2 ** 31, Infinity])('sets no timer for a limit of %p', async (timeoutMs) => {
    const clock = createManualClock();
    void callWithin(hang, { name, clock, timeoutMs });
    expect(clock.pending).toBe(0);
  });

  it('rejects at the deadline, and tells the work why', async () => {
    const clock = createManualClock();
    let reason: unknown;
    const work = (signal: AbortSignal) =>
      new Promise<never>(() => signal.addEventListener('abort', () => (reason = signal.reason)));
    const outcome = expect(callWithin(work, { name, clock, timeoutMs: 500 })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
      message: expect.stringMatching(/^The call to "whisper" was ended: .*no answer in 500 ms\.$/),
      hint: expect.any(String),
    });
    await clock.advance(500);
    await outcome;
    expect(reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('tells a cancellation from a deadline of the caller, and passes a typed reason on', async () => {
    const typed = new MediaConduitError('MC_RUNTIME_CLOSED', 'x');
    const expected = new Map<unknown, object>([
      [new Error('enough'), { code: 'MC_CALL_ABORTED', message: 'The call to "whisper" was cancelled.' }],
      [new DOMException('late', 'TimeoutError'), { code: 'MC_CALL_TIMEOUT' }],
      [typed, typed],
    ]);
    for (const [reason, error] of expected) {
      const controller = new AbortController();
      const call = callWithin(hang, { name, clock: createManualClock(), signal: controller.signal });
      controller.abort(reason);
      await expect(call).rejects.toMatchObject(error);
      await expect(
        callWithin(hang, { name, clock: createManualClock(), signal: controller.signal }),
      ).rejects.toMatchObject(error);
    }
  });

  it('releases its timer and its listener, whatever the end', async () => {
    const clock = createManualClock();
    const controller = new AbortController();
    const { signal } = controller;
    const limits = { name, clock, signal, timeoutMs: 500 };
    await callWithin(async () => 1, limits);
    await callWithin(() => Promise.reject(new Error('x')), limits).catch(() => undefined);
    const thrown = () => {
      throw new TypeError('before any await');
    };
    await expect(callWithin(thrown, limits)).rejects.toThrow('before any await');
    const late = expect(callWithin(hang, limits)).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    await clock.advance(500);
    await late;
    await clock.advance(0);
    expect([clock.pending, getEventListeners(signal, 'abort')]).toEqual([0, []]);
    const cancelled = expect(callWithin(hang, limits)).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    controller.abort();
    await cancelled;
    expect(clock.pending).toBe(0);
  });

  it('keeps silent about work that fails after the deadline', async () => {
    const clock = createManualClock();
    let fail: (error: Error) => void = () => undefined;
    const work = () => new Promise<never>((_, reject) => (fail = reject));
    const outcome = expect(callWithin(work, { name, clock, timeoutMs: 1 })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
    });
    await clock.advance(1);
    await outcome;
    fail(new Error('too late')); // an unhandled rejection would end the test run here
    await clock.advance(0);
  });
});
