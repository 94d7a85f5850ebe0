import { createManualClock } from '@mediaconduit/testkit';
import { HealthChecker, type HealthCheckerOptions } from './health-checker';
import type { HealthCheck } from './health-result';

function world(options: Partial<HealthCheckerOptions> = {}) {
  const clock = createManualClock();
  const health = new HealthChecker({ clock, ...options });
  return { clock, health };
}

const never: HealthCheck = () => new Promise(() => undefined);

describe('HealthChecker', () => {
  it.each([
    [() => true, 'healthy', 'healthy'],
    [() => false, 'unhealthy', 'the check says no'],
    [() => ({ status: 'degraded' as const, message: 'slow', details: { ms: 900 } }), 'degraded', 'slow'],
    [() => Promise.reject(new Error('refused')), 'unhealthy', 'refused'],
  ])('takes yes, no, a whole verdict and an error: %s', async (check, status, message) => {
    const { health } = world();
    health.registerCheck('x', check);
    expect(health.getServiceHealth('x')).toMatchObject({
      status: 'unknown',
      message: 'not checked yet',
      required: true,
    });
    await expect(health.checkNow('x')).resolves.toMatchObject({ status, message, durationMs: 0 });
    expect(health.getServiceHealth('x').status).toBe(status);
  });

  it('is not held up by a check that hangs, and tells it by its deadline', async () => {
    const { clock, health } = world({ timeoutMs: 100 });
    let aborted = false;
    health.registerCheck('hung', (signal) => {
      signal.addEventListener('abort', () => (aborted = true));
      return never(signal);
    });
    health.registerCheck('well', () => true);
    health.start();
    await clock.advance(0);
    expect(health.getServiceHealth('well').status).toBe('healthy');
    expect(health.getServiceHealth('hung').status).toBe('unknown');
    await clock.advance(100);
    expect(aborted).toBe(true);
    expect(health.getSystemHealth()).toMatchObject({
      status: 'unhealthy',
      services: { hung: { message: 'no answer in 100 ms', durationMs: 100 } },
    });
    health.stop();
  });

  it('looks again after the interval, but never twice at once, also at a check that ignores its deadline', async () => {
    const { clock, health } = world({ timeoutMs: 100, intervalMs: 1000 });
    const looks = { hung: 0, well: 0 };
    let answer: (value: boolean) => void = () => undefined;
    health.registerCheck('hung', () => {
      looks.hung++;
      return new Promise((resolve) => (answer = resolve));
    });
    health.registerCheck('well', () => ++looks.well > 0);
    health.start();
    await clock.advance(3500);
    expect(looks).toEqual({ hung: 1, well: 4 });
    answer(true);
    await clock.advance(1000);
    expect(looks.hung).toBe(2);
    health.stop();
  });

  it('leaves no timer behind when it is stopped, also in the middle of a look', async () => {
    const { clock, health } = world({ timeoutMs: 100 });
    health.registerCheck('hung', never);
    health.registerCheck('well', () => true);
    health.start();
    await clock.advance(50);
    health.stop();
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  });

  it('runs one loop also when it is started again in the middle of a look', async () => {
    const { clock, health } = world({ intervalMs: 1000 });
    let looks = 0;
    health.registerCheck('x', async () => ++looks > 0);
    health.start();
    health.stop();
    health.start();
    await clock.advance(3500);
    expect(clock.pending).toBe(1);
    expect(looks).toBe(4);
    health.stop();
  });

  it('shares one look between all who ask, and answers from memory without one', async () => {
    const { health } = world();
    let looks = 0;
    health.registerCheck('x', async () => ++looks > 0);
    await Promise.all([health.checkNow('x'), health.checkNow('x')]);
    for (let asked = 0; asked < 1000; asked++) health.getSystemHealth();
    expect(looks).toBe(1);
  });

  it('tells only changes, and what was before', async () => {
    const { health } = world();
    const seen: string[] = [];
    let up = true;
    health.events.on('health-changed', ({ name, previous, current }) => seen.push(`${name}: ${previous} → ${current}`));
    health.registerCheck('x', () => up);
    for (const next of [true, true, false, true]) {
      up = next;
      await health.checkNow('x');
    }
    expect(seen).toEqual(['x: unknown → healthy', 'x: healthy → unhealthy', 'x: unhealthy → healthy']);
  });

  it('ends a look with the caller, which proves nothing', async () => {
    const { clock, health } = world();
    const abort = new AbortController();
    health.registerCheck('x', never);
    const look = health.checkNow('x', abort.signal);
    abort.abort();
    await expect(look).resolves.toMatchObject({ status: 'unknown', message: 'the check was cancelled' });
    expect(clock.pending).toBe(0);
  });

  it('replaces and removes checks, and names the nearest for one that is not there', async () => {
    const { health } = world();
    health.registerCheck('redis', () => false);
    health.registerCheck('redis', () => true);
    expect((await health.checkAll()).status).toBe('healthy');
    await expect(health.checkNow('reddis')).rejects.toMatchObject({
      code: 'MC_SERVICE_NOT_FOUND',
      hint: 'did you mean "redis"?',
    });
    expect([health.unregisterCheck('redis'), health.unregisterCheck('redis')]).toEqual([true, false]);
    expect(health.getSystemHealth()).toEqual({
      status: 'unknown',
      services: {},
      summary: { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 },
    });
  });

  it('begins at once with a check that is added while it runs, and leaves alone what is looked at on demand', async () => {
    const { clock, health } = world();
    health.start();
    health.registerCheck('late', () => true);
    health.registerCheck('asked', () => true, { intervalMs: 0 });
    await clock.advance(0);
    expect(health.getServiceHealth('late').status).toBe('healthy');
    expect(health.getServiceHealth('asked').status).toBe('unknown');
    health.stop();
  });
});
