import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { fault, hang, refused, setUp, succeed } from './__fixtures__/breaker-set-up';
import { CircuitBreaker } from './circuit-breaker';
import { createCallPolicy } from './call-policy';
import { RetryPolicy } from './retry-policy';

const HOUR_MS = 3_600_000;
const STEPS_MS = [0, HOUR_MS, -HOUR_MS, 87_600 * HOUR_MS, -87_600 * HOUR_MS];
const RealDate = Date;

/** Every reading is another step away from the truth, and counted. */
function breakWallClock(): () => number {
  let readings = 0;
  const step = () => STEPS_MS[readings++ % STEPS_MS.length] as number;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [target.now() + step()] : args) as Date,
    get: (target, key, receiver) =>
      key === 'now' ? () => target.now() + step() : (Reflect.get(target, key, receiver) as unknown),
  });
  Object.defineProperty(performance, 'timeOrigin', { configurable: true, get: () => step() });
  return () => readings;
}

afterEach(() => {
  globalThis.Date = RealDate;
  Reflect.deleteProperty(performance, 'timeOrigin');
});

it('is noticed when it is read', () => {
  const readings = breakWallClock();
  expect(Math.abs(Date.now() - RealDate.now())).toBeLessThan(HOUR_MS / 2);
  expect(Math.abs(new Date().getTime() - RealDate.now())).toBeGreaterThan(HOUR_MS / 2);
  expect(performance.timeOrigin).toBe(-HOUR_MS);
  expect(readings()).toBe(3);
});

/** A story with everything that depends on time, and the states that it passes through. */
async function story(): Promise<unknown[]> {
  const { breaker, clock, fail, failTimes } = setUp();
  const seen: unknown[] = [];
  const note = (): void => void seen.push(breaker.state, breaker.getMetrics());
  await failTimes(9, fault(500));
  await clock.advance(30_000);
  await fail(fault(500));
  note();
  await failTimes(5);
  note();
  await clock.advance(4999);
  await expect(breaker.execute(succeed)).rejects.toMatchObject({ facts: { retryAfterMs: 1 } });
  await clock.advance(1);
  const hung = breaker.execute(hang).catch(() => undefined);
  note();
  await clock.advance(10_000);
  await hung;
  note();
  await clock.advance(10_000);
  for (let probe = 0; probe < 3; probe++) await breaker.execute(succeed);
  note();
  return seen;
}

describe('a wall clock that jumps by an hour and by ten years', () => {
  it('changes nothing, because nobody reads it', async () => {
    const expected = await story();
    const readings = breakWallClock();
    const seen = await story();
    const made = readings();
    expect(seen).toEqual(expected);
    expect(made).toBe(0);
  });

  it('changes nothing with the clock of the machine', async () => {
    const readings = breakWallClock();
    const clock = SYSTEM_CLOCK;
    const name = 'whisper';
    const breaker = new CircuitBreaker({
      name,
      clock,
      random: () => 0.5,
      settings: { openMs: 60, probeTimeoutMs: 30 },
    });
    const policy = createCallPolicy({
      name,
      clock,
      breaker,
      retry: new RetryPolicy({ name, clock, random: () => 0.1 }),
    });
    // a timer of Node.js may fire a little before its time
    const waitForProbe = async () => {
      while (breaker.getMetrics().nextProbeMs) await new Promise<void>((resolve) => clock.setTimeout(resolve, 5));
    };
    const startedAt = clock.now();
    await policy.execute(() => Promise.reject(refused()), { idempotent: true }).catch(() => undefined);
    for (let call = 0; call < 2; call++) await policy.execute(() => Promise.reject(refused())).catch(() => undefined);
    const { nextProbeMs = 0 } = breaker.getMetrics();
    await waitForProbe();
    await breaker.execute(hang).catch(() => undefined);
    const openAgain = breaker.state;
    await waitForProbe();
    for (let probe = 0; probe < 3; probe++) await policy.execute(succeed);
    const [made, tookMs] = [readings(), clock.now() - startedAt];
    expect(openAgain.name).toBe('open');
    expect(breaker.state).toEqual({ name: 'closed' });
    expect(nextProbeMs).toBeLessThanOrEqual(60);
    expect(tookMs).toBeGreaterThan(60 + 29 + 120);
    expect(made).toBe(0);
  });
});
