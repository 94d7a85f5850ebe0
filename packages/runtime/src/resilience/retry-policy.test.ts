import { getEventListeners } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { RetryBudget } from './retry-budget';
import { RetryPolicy } from './retry-policy';

const gone = () => new MediaConduitError('MC_SERVICE_GONE', 'x');

function setUp({ random = 0.5, errors = Infinity }: { random?: number; errors?: number } = {}) {
  const clock = createManualClock();
  const policy = new RetryPolicy({ name: 'whisper', clock, random: () => random });
  const begun: number[] = [];
  const work = async () => {
    begun.push(clock.now());
    if (begun.length <= errors) throw gone();
    return 'done';
  };
  return { clock, policy, begun, work };
}

describe('RetryPolicy', () => {
  it('tries twice more, after random pauses whose limit doubles, and throws the last error', async () => {
    const { clock, policy, begun, work } = setUp();
    const outcome = expect(policy.execute(work, { idempotent: true })).rejects.toMatchObject({
      code: 'MC_SERVICE_GONE',
    });
    await clock.advance(10_000);
    await outcome;
    expect(begun).toEqual([0, 50, 150]);
    expect(clock.pending).toBe(0);
  });

  it('hands out the first success', async () => {
    const { clock, policy, begun, work } = setUp({ errors: 1 });
    const call = policy.execute(work, { idempotent: true });
    await clock.advance(10_000);
    await expect(call).resolves.toBe('done');
    expect(begun).toHaveLength(2);
  });

  it('makes a call that is not idempotent once', async () => {
    const { policy, begun, work } = setUp();
    await expect(policy.execute(work, { idempotent: false })).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    expect(begun).toHaveLength(1);
  });

  it.each([
    new MediaConduitError('MC_CIRCUIT_OPEN', 'x'),
    new MediaConduitError('MC_SERVICE_BUSY', 'x'),
    new MediaConduitError('MC_CALL_ABORTED', 'x'),
    new MediaConduitError('MC_SERVICE_REJECTED', 'x', { facts: { status: 422 } }),
    new MediaConduitError('MC_SERVICE_GONE', 'x', { retryable: false }),
    new MediaConduitError('MC_SERVICE_START_FAILED', 'x'),
    new Error('a fault of the program'),
  ])('does not try again after %p', async (error) => {
    const { policy } = setUp();
    const work = jest.fn(() => Promise.reject(error));
    await expect(policy.execute(work, { idempotent: true })).rejects.toBe(error);
    expect(work).toHaveBeenCalledTimes(1);
  });

  it.each([
    new MediaConduitError('MC_SERVICE_ERROR', 'x', { facts: { status: 502 } }),
    new MediaConduitError('MC_CALL_TIMEOUT', 'x'),
    Object.assign(new Error('x'), { code: 'ECONNRESET' }),
  ])('tries again after %p', async (error) => {
    const { clock, policy } = setUp();
    const work = jest.fn(() => Promise.reject(error));
    const outcome = expect(policy.execute(work, { idempotent: true })).rejects.toBe(error);
    await clock.advance(1000);
    await outcome;
    expect(work).toHaveBeenCalledTimes(3);
  });

  it('does not begin a pause that would last beyond the deadline of the caller', async () => {
    const { policy, begun, work } = setUp();
    const call = policy.execute(work, { idempotent: true, deadlineAt: 50 });
    await expect(call).rejects.toMatchObject({ code: 'MC_SERVICE_GONE' });
    expect(begun).toEqual([0]);
  });

  it('ends a pause when the caller gives up, and does not try again', async () => {
    const { clock, policy, begun, work } = setUp();
    const controller = new AbortController();
    const outcome = expect(policy.execute(work, { idempotent: true, signal: controller.signal })).rejects.toMatchObject(
      {
        code: 'MC_CALL_ABORTED',
        facts: { name: 'whisper' },
      },
    );
    await clock.advance(20);
    controller.abort();
    await outcome;
    expect([begun.length, clock.pending]).toEqual([1, 0]);
  });

  it('does not try again when the signal fired during the call', async () => {
    const { policy } = setUp();
    const controller = new AbortController();
    const work = jest.fn(async () => {
      controller.abort();
      throw gone();
    });
    await expect(policy.execute(work, { idempotent: true, signal: controller.signal })).rejects.toMatchObject({
      code: 'MC_SERVICE_GONE',
    });
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('listens to no signal when a pause is over', async () => {
    const { clock, policy, work } = setUp({ errors: 2 });
    const { signal } = new AbortController();
    const call = policy.execute(work, { idempotent: true, signal });
    await clock.advance(1000);
    await call;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('adds at most a tenth to the load of something that only fails', async () => {
    const clock = createManualClock();
    const policy = new RetryPolicy({ name: 'x', clock, random: () => 0 });
    let asked = 0;
    const work = () => Promise.reject((asked++, gone()));
    for (let second = 0; second < 60; second++) {
      const calls = Array.from({ length: 100 }, () =>
        policy.execute(work, { idempotent: true }).catch(() => undefined),
      );
      await clock.advance(1000);
      await Promise.all(calls);
    }
    expect(asked / 6000).toBeGreaterThan(1.09);
    expect(asked / 6000).toBeLessThanOrEqual(1.1);
  });
});

describe('RetryBudget', () => {
  it('allows three retries however few calls there are, and three more when those are past', async () => {
    const clock = createManualClock();
    const budget = new RetryBudget({ clock });
    budget.noteCall();
    expect([1, 2, 3, 4].map(() => budget.takeRetry())).toEqual([true, true, true, false]);
    await clock.advance(30_000);
    expect([1, 2, 3, 4].map(() => budget.takeRetry())).toEqual([true, true, true, false]);
  });

  it('allows a tenth of many calls', () => {
    const budget = new RetryBudget({ clock: createManualClock() });
    for (let call = 0; call < 100; call++) budget.noteCall();
    expect(Array.from({ length: 20 }, () => budget.takeRetry()).filter(Boolean)).toHaveLength(10);
  });
});
