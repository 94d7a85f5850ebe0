import { getEventListeners } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import { fault, halfOpen, hang, refused, setUp, settled, succeed } from './__fixtures__/breaker-set-up';
import { CircuitBreaker } from './circuit-breaker';

describe('CircuitBreaker, closed', () => {
  it('hands out what the work gives and throws what it throws', async () => {
    const { breaker, fail } = setUp();
    await expect(breaker.execute(succeed)).resolves.toBe('done');
    const error = refused();
    await expect(fail(error)).resolves.toBe(error);
  });

  it('opens when half of ten calls failed, not before the tenth', async () => {
    const { breaker, fail } = setUp();
    for (let pair = 0; pair < 4; pair++) {
      await breaker.execute(succeed);
      await fail(fault(500));
    }
    await fail(fault(500));
    expect(breaker.state).toEqual({ name: 'closed' });
    await breaker.execute(succeed);
    expect(breaker.state).toEqual({ name: 'open', since: 0, until: 5000 });
  });

  it('stays closed when less than half of many calls fail', async () => {
    const { breaker, fail } = setUp();
    for (let round = 0; round < 100; round++) {
      for (const error of [undefined, fault(500), undefined, fault(503), undefined])
        await (error ? fail(error) : breaker.execute(succeed));
    }
    expect(breaker.getMetrics()).toMatchObject({ state: 'closed', failureRatio: 0.4, total: 500, failed: 200 });
  });

  it('opens at the fifth lost connection in a row, however few calls there were', async () => {
    const { breaker, failTimes } = setUp();
    await failTimes(4);
    await breaker.execute(succeed);
    await failTimes(4);
    expect(breaker.state.name).toBe('closed');
    await failTimes(1);
    expect(breaker.state.name).toBe('open');
  });

  it('forgets failures that are older than its window, also when nobody called meanwhile', async () => {
    const { breaker, clock, failTimes } = setUp();
    await failTimes(9, fault(500));
    await clock.advance(86_400_000);
    await failTimes(1, fault(500));
    expect(breaker.state.name).toBe('closed');
    expect(breaker.getMetrics().failureRatio).toBe(1);
  });

  it('takes other settings, and forgets what it counted only when they are new', async () => {
    const { breaker, failTimes } = setUp();
    await failTimes(4);
    breaker.configure({});
    await failTimes(1);
    expect(breaker.state).toEqual({ name: 'open', since: 0, until: 5000 });
    breaker.configure({ connectionFailures: 2, openMs: 7000 });
    expect(breaker.state.name).toBe('open');
    breaker.close();
    await failTimes(1);
    expect(breaker.state.name).toBe('closed');
    await failTimes(1);
    expect(breaker.state).toEqual({ name: 'open', since: 0, until: 7000 });
  });

  it('does not count cancelled calls, nor a service that is busy', async () => {
    const { breaker, failTimes } = setUp();
    await failTimes(50, new MediaConduitError('MC_CALL_ABORTED', 'x'));
    await failTimes(50, new MediaConduitError('MC_SERVICE_BUSY', 'x'));
    expect(breaker.getMetrics()).toMatchObject({ state: 'closed', ignored: 100, failed: 0, failureRatio: 0 });
  });

  it('ends a call at its deadline and counts that as a failure', async () => {
    const { breaker, clock } = setUp();
    let seen: AbortSignal | undefined;
    const call = breaker.execute((signal) => ((seen = signal), hang()), { timeoutMs: 200 });
    const outcome = expect(call).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT', facts: { name: 'whisper' } });
    await clock.advance(200);
    await outcome;
    expect(seen?.reason).toMatchObject({ name: 'TimeoutError' });
    expect(breaker.getMetrics().failed).toBe(1);
  });

  it('makes no call for a caller who has given up, and counts nothing', async () => {
    const { breaker } = setUp();
    const work = jest.fn(succeed);
    await expect(breaker.execute(work, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
    expect(work).not.toHaveBeenCalled();
    expect(breaker.getMetrics().total).toBe(0);
  });

  it('leaves neither timer nor listener behind', async () => {
    const { breaker, clock, fail } = setUp();
    const { signal } = new AbortController();
    await breaker.execute(succeed, { signal, timeoutMs: 1000 });
    await breaker.execute(() => Promise.reject(new Error('x')), { signal, timeoutMs: 1000 }).catch(() => undefined);
    await fail(fault(500));
    await settled();
    expect([clock.pending, getEventListeners(signal, 'abort')]).toEqual([0, []]);
  });

  it('counts slow calls, which open nothing', async () => {
    const { breaker, clock } = setUp();
    for (let call = 0; call < 20; call++) {
      const permit = breaker.acquire();
      await clock.advance(call < 10 ? 59_999 : 60_000);
      permit.succeed();
    }
    expect(breaker.getMetrics()).toMatchObject({ state: 'closed', slow: 10, successful: 20 });
  });

  it('is not held up by a call that never ends', async () => {
    const { breaker } = setUp();
    void breaker.execute(hang);
    await expect(breaker.execute(succeed)).resolves.toBe('done');
  });

  it('takes what it was told first about a call', () => {
    const { breaker } = setUp();
    const permit = breaker.acquire();
    permit.succeed();
    permit.fail(refused());
    permit.ignore();
    expect(breaker.getMetrics()).toMatchObject({ successful: 1, failed: 0, ignored: 0 });
  });
});

describe('CircuitBreaker, open', () => {
  it('rejects without a call, and says why and for how long', async () => {
    const { breaker, clock, failTimes } = setUp();
    await failTimes(5);
    await clock.advance(1200);
    const work = jest.fn(succeed);
    await expect(breaker.execute(work)).rejects.toMatchObject({
      code: 'MC_CIRCUIT_OPEN',
      message: '"whisper" failed so often lately that it is spared; this call was not made.',
      hint: 'try again in 3.8 s; the cause of this error is the failure that led to it',
      retryable: true,
      facts: { name: 'whisper', state: 'open', retryAfterMs: 3800 },
      cause: { code: 'ECONNREFUSED' },
    });
    expect(work).not.toHaveBeenCalled();
    expect(breaker.getMetrics()).toMatchObject({ total: 6, rejected: 1, openedForMs: 1200, nextProbeMs: 3800 });
  });

  it('has no timer', async () => {
    const { clock, failTimes } = setUp();
    await failTimes(5);
    expect(clock.pending).toBe(0);
  });

  it('stays open twice as long each time that a probe fails, up to a minute', async () => {
    const { breaker, clock, failTimes } = setUp();
    const times: (number | undefined)[] = [];
    await failTimes(5);
    for (let opening = 0; opening < 6; opening++) {
      times.push(breaker.getMetrics().nextProbeMs);
      await clock.advance(times.at(-1) ?? 0);
      await failTimes(1);
    }
    expect(times).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it.each([
    [0, 4000],
    [0.999_999, 6000],
  ])('varies that time by a fifth: %p gives %p ms', async (random, openMs) => {
    const breaker = new CircuitBreaker({ name: 'x', clock: createManualClock(), random: () => random });
    for (let call = 0; call < 5; call++) breaker.acquire().fail(refused());
    expect(Math.round(breaker.getMetrics().nextProbeMs ?? 0)).toBe(openMs);
  });

  it('begins with the shortest time again after it was closed', async () => {
    const { breaker, clock, failTimes } = await halfOpen();
    await failTimes(1);
    await clock.advance(10_000);
    for (let probe = 0; probe < 3; probe++) await breaker.execute(succeed);
    await failTimes(5);
    expect(breaker.getMetrics()).toMatchObject({ nextProbeMs: 5000, openedForMs: 0 });
  });

  it('pays no heed to calls that began before it opened', async () => {
    const { breaker, clock, failTimes } = setUp();
    const [early, late] = [breaker.acquire(), breaker.acquire()];
    await failTimes(5);
    early.succeed();
    await clock.advance(5000);
    const probe = breaker.acquire();
    late.fail(refused());
    expect(breaker.state).toEqual({ name: 'half-open', since: 5000, succeeded: 0 });
    probe.succeed();
    expect(breaker.getMetrics()).toMatchObject({ successful: 2, failed: 6 });
  });
});
