import { getEventListeners } from 'node:events';
import { createManualClock } from '@mediaconduit/testkit';
import { fault, hang, refused, settled, succeed } from './__fixtures__/breaker-set-up';
import { Bulkhead } from './bulkhead';
import { createCallPolicy } from './call-policy';
import { CircuitBreaker } from './circuit-breaker';
import { RetryPolicy } from './retry-policy';

function setUp() {
  const clock = createManualClock();
  const name = 'whisper';
  const breaker = new CircuitBreaker({ name, clock, random: () => 0.5 });
  const bulkhead = new Bulkhead({ name, concurrent: 1, waiting: 2 });
  const retry = new RetryPolicy({ name, clock, random: () => 0.5 });
  const policy = createCallPolicy({ name, clock, breaker, bulkhead, retry, timeoutMs: 20_000 });
  return { clock, breaker, bulkhead, policy };
}

describe('createCallPolicy', () => {
  it('hands out the result, and is a plain call without any part', async () => {
    await expect(setUp().policy.execute(succeed)).resolves.toBe('done');
    const bare = createCallPolicy({ name: 'x', clock: createManualClock() });
    await expect(bare.execute(succeed)).resolves.toBe('done');
    await expect(bare.execute(() => Promise.reject(refused()))).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('retries what is idempotent, and counts each try', async () => {
    const { breaker, clock, policy } = setUp();
    const work = jest.fn(() => Promise.reject(refused()));
    await expect(policy.execute(work)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(work).toHaveBeenCalledTimes(1);
    const outcome = expect(policy.execute(work, { idempotent: true })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await clock.advance(1000);
    await outcome;
    expect(work).toHaveBeenCalledTimes(4);
    expect(breaker.getMetrics().failed).toBe(4);
  });

  it('does not retry against a circuit that opened meanwhile', async () => {
    const { breaker, clock, policy } = setUp();
    for (let call = 0; call < 3; call++) await policy.execute(() => Promise.reject(refused())).catch(() => undefined);
    const work = jest.fn(() => Promise.reject(refused()));
    const outcome = expect(policy.execute(work, { idempotent: true })).rejects.toMatchObject({
      code: 'MC_CIRCUIT_OPEN',
    });
    await clock.advance(1000);
    await outcome;
    expect([work.mock.calls.length, breaker.state.name]).toEqual([2, 'open']);
  });

  it('holds no place during the pause before a retry', async () => {
    const { bulkhead, clock, policy } = setUp();
    const failing = policy.execute(() => Promise.reject(refused()), { idempotent: true }).catch(() => undefined);
    await settled();
    expect(bulkhead.getMetrics()).toMatchObject({ running: 0, waiting: 0 });
    await clock.advance(1000);
    await failing;
  });

  it('rejects at once while the circuit is open, though every place is taken', async () => {
    const { breaker, clock, policy } = setUp();
    const hung = policy.execute(hang).catch((error: unknown) => error);
    breaker.open();
    await expect(policy.execute(succeed)).rejects.toMatchObject({ code: 'MC_CIRCUIT_OPEN' });
    await clock.advance(20_000);
    await expect(hung).resolves.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
  });

  it('does not blame the service for calls that were over before they had a place', async () => {
    const { breaker, bulkhead, clock, policy } = setUp();
    const running = policy.execute(hang).catch((error: unknown) => error);
    const waiting = policy.execute(succeed, { timeoutMs: 100 }).catch((error: unknown) => error);
    void policy.execute(succeed, { timeoutMs: 100 }).catch(() => undefined);
    await expect(policy.execute(succeed)).rejects.toMatchObject({ code: 'MC_SERVICE_BUSY' });
    await clock.advance(100);
    await expect(waiting).resolves.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    expect(breaker.getMetrics()).toMatchObject({ total: 1, failed: 0, ignored: 0 });
    await clock.advance(19_900);
    await expect(running).resolves.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
    expect(breaker.getMetrics()).toMatchObject({ total: 1, failed: 1 });
    expect(bulkhead.getMetrics()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('holds the deadline over all tries', async () => {
    const { clock, policy } = setUp();
    const begun: number[] = [];
    const work = async () => {
      begun.push(clock.now());
      await new Promise<void>((resolve) => clock.setTimeout(resolve, 60));
      throw fault(502);
    };
    const outcome = expect(policy.execute(work, { idempotent: true, timeoutMs: 130 })).rejects.toMatchObject({
      code: 'MC_CALL_TIMEOUT',
    });
    await clock.advance(1000);
    await outcome;
    expect(begun).toEqual([0, 110]);
  });

  it('says what failed when there is no time for another try', async () => {
    const { policy } = setUp();
    const call = policy.execute(() => Promise.reject(fault(502)), { idempotent: true, timeoutMs: 50 });
    await expect(call).rejects.toMatchObject({ code: 'MC_SERVICE_ERROR' });
  });

  it('ends the work when the caller gives up, without counting it', async () => {
    const { breaker, bulkhead, clock, policy } = setUp();
    const controller = new AbortController();
    let seen: AbortSignal | undefined;
    const call = policy.execute((signal) => ((seen = signal), hang()), { signal: controller.signal });
    await settled();
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'MC_CALL_ABORTED' });
    await settled();
    expect(seen?.aborted).toBe(true);
    expect(breaker.getMetrics()).toMatchObject({ ignored: 1, failed: 0 });
    expect(bulkhead.getMetrics().running).toBe(0);
    expect([clock.pending, getEventListeners(controller.signal, 'abort')]).toEqual([0, []]);
  });
});
