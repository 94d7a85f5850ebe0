import { MediaConduitError, type ClockTimer } from '@mediaconduit/sdk';
import { fault, halfOpen, hang, setUp, settled, succeed } from './__fixtures__/breaker-set-up';

describe('CircuitBreaker, half open', () => {
  it('lets three of a thousand callers pass, and rejects 997 at once', async () => {
    const { breaker } = await halfOpen();
    const seen: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => seen.push(resolve));
    const rejected: unknown[] = [];
    const calls = Array.from({ length: 1000 }, () =>
      breaker.execute(work).catch((error: unknown) => rejected.push(error)),
    );
    await settled();
    expect([seen.length, rejected.length]).toEqual([3, 997]);
    expect(rejected[0]).toMatchObject({
      code: 'MC_CIRCUIT_OPEN',
      facts: { state: 'half-open', retryAfterMs: 10_000 },
    });
    for (const resolve of seen) resolve();
    await Promise.all(calls);
    expect(breaker.state.name).toBe('closed');
  });

  it('rejects in far less than a millisecond', async () => {
    const { breaker } = setUp();
    breaker.open();
    const startedAt = performance.now();
    for (let call = 0; call < 1000; call++) await breaker.execute(succeed).catch(() => undefined);
    expect((performance.now() - startedAt) / 1000).toBeLessThan(1);
  });

  it('closes after three successes, one after the other too, and not before', async () => {
    const { breaker, failTimes } = await halfOpen();
    await breaker.execute(succeed);
    await breaker.execute(succeed);
    expect(breaker.state).toEqual({ name: 'half-open', since: 5000, succeeded: 2 });
    await breaker.execute(succeed);
    expect(breaker.getMetrics()).toMatchObject({ state: 'closed', failureRatio: 0, openedForMs: 0 });
    await failTimes(4);
    expect(breaker.state.name).toBe('closed');
  });

  it('opens again at the first failure', async () => {
    const { breaker, fail } = await halfOpen();
    await breaker.execute(succeed);
    await fail(fault(502));
    expect(breaker.state).toEqual({ name: 'open', since: 5000, until: 15_000 });
    await expect(breaker.execute(succeed)).rejects.toMatchObject({ cause: { message: '502' } });
  });

  it('takes a probe that hangs for a failure after ten seconds, and ends it', async () => {
    const { breaker, clock } = await halfOpen();
    let seen: AbortSignal | undefined;
    const hung = breaker.execute((signal) => ((seen = signal), hang()), { timeoutMs: 600_000 });
    const outcome = expect(hung).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    await clock.advance(9999);
    expect(breaker.state.name).toBe('half-open');
    await clock.advance(1);
    await outcome;
    expect(seen?.aborted).toBe(true);
    expect(breaker.state).toEqual({ name: 'open', since: 15_000, until: 25_000 });
    await clock.advance(10_000);
    for (let probe = 0; probe < 3; probe++) await breaker.execute(succeed);
    expect(breaker.state.name).toBe('closed');
  });

  it('gives a probe no more time than its caller does', async () => {
    const { breaker, clock } = await halfOpen();
    const outcome = expect(breaker.execute(hang, { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
    });
    await clock.advance(300);
    await outcome;
    expect(breaker.state.name).toBe('open');
  });

  it('gives the place of a cancelled probe to another call, though the work does not stop', async () => {
    const { breaker } = await halfOpen();
    const controller = new AbortController();
    const probes = [1, 2, 3].map(() => breaker.execute(hang, { signal: controller.signal }));
    await expect(breaker.execute(succeed)).rejects.toMatchObject({ code: 'MC_CIRCUIT_OPEN' });
    controller.abort();
    for (const probe of probes) await expect(probe).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    expect(breaker.state).toMatchObject({ name: 'half-open', succeeded: 0 });
    await expect(breaker.execute(succeed)).resolves.toBe('done');
  });

  it('gives the place of a probe that proved nothing to another call', async () => {
    const { breaker, fail } = await halfOpen();
    for (let call = 0; call < 10; call++) await fail(new MediaConduitError('MC_SERVICE_BUSY', 'x'));
    expect(breaker.getMetrics()).toMatchObject({ state: 'half-open', nextProbeMs: 0, rejected: 0 });
  });

  it('takes an answer of 4xx for a success', async () => {
    const { breaker, fail } = await halfOpen();
    const answer = new MediaConduitError('MC_SERVICE_REJECTED', 'x', { facts: { status: 422 } });
    for (let call = 0; call < 3; call++) await fail(answer);
    expect(breaker.state.name).toBe('closed');
  });

  it('ends the permit of a stream that hangs, and tells its holder', async () => {
    const { breaker, clock } = await halfOpen();
    const onExpired = jest.fn();
    breaker.acquire({ timeoutMs: 0, onExpired });
    const inTime = breaker.acquire({ timeoutMs: 4000, onExpired });
    await clock.advance(2000);
    inTime.succeed();
    await clock.advance(7999);
    expect(onExpired).not.toHaveBeenCalled();
    await clock.advance(1);
    expect(onExpired).toHaveBeenCalledWith(expect.objectContaining({ code: 'MC_CALL_TIMEOUT' }));
    expect([breaker.state.name, clock.pending]).toEqual(['open', 0]);
  });

  it('does not keep the program alive for the deadline of a stream', async () => {
    const { breaker, clock } = await halfOpen();
    const timer: ClockTimer = { unref: jest.fn(), [Symbol.dispose]: jest.fn() };
    jest.spyOn(clock, 'setTimeout').mockReturnValue(timer);
    breaker.acquire();
    expect(timer.unref).toHaveBeenCalledTimes(1);
  });
});
