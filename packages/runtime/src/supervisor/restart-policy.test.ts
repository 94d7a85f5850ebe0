import fc from 'fast-check';
import { RestartPolicy } from './restart-policy';
import { DEFAULT_RESTART, type RestartSettings } from './stack-member';

const RUNS = process.env['TORTURE'] ? 100_000 : 2000;

const settings = fc.record({
  policy: fc.constant<'always'>('always'),
  delayMs: fc.integer({ min: 0, max: 3_600_000 }),
  maxDelayMs: fc.integer({ min: 0, max: 86_400_000 }),
  maxRestarts: fc.integer({ min: 0, max: 1000 }),
  resetMs: fc.integer({ min: 0, max: 86_400_000 }),
  maxPerHour: fc.integer({ min: 0, max: 1000 }),
});

/** How often a unit is restarted that is ready for so long each time. */
function restartsOf(policy: RestartPolicy, of: RestartSettings, uptimeMs: number): number {
  let now = 0;
  for (let restarts = 0; restarts < 5000; restarts++) {
    now += uptimeMs;
    const decision = policy.next(of, now, uptimeMs);
    if (!decision.restart) return restarts;
    now += decision.delayMs;
  }
  return Number.POSITIVE_INFINITY;
}

describe('RestartPolicy', () => {
  it('gives up after five restarts in a row by default', () => {
    const policy = new RestartPolicy(() => 0.5);
    expect(restartsOf(policy, DEFAULT_RESTART, 0)).toBe(5);
    expect(policy.restarts).toBe(5);
    expect(policy.next(DEFAULT_RESTART, 0, 0)).toEqual({ restart: false, reason: 'it was restarted 5 times in a row' });
  });

  it('gives up after twenty restarts in an hour, whatever lies between', () => {
    const policy = new RestartPolicy(() => 0.5);
    const often = { ...DEFAULT_RESTART, resetMs: 60_000 };
    expect(restartsOf(policy, often, 60_000)).toBe(20);
    expect(policy.next(often, 0, 60_000)).toEqual({ restart: false, reason: 'it was restarted 20 times in an hour' });
  });

  it('never gives up what works for ten minutes each time', () => {
    expect(restartsOf(new RestartPolicy(() => 0.5), DEFAULT_RESTART, 600_000)).toBe(Number.POSITIVE_INFINITY);
  });

  it('forgets all when a person asks', () => {
    const policy = new RestartPolicy(() => 0.5);
    restartsOf(policy, DEFAULT_RESTART, 0);
    policy.reset();
    expect([policy.restarts, restartsOf(policy, DEFAULT_RESTART, 0)]).toEqual([0, 5]);
  });

  it('restarts nothing with the policy never', () => {
    const decision = new RestartPolicy(() => 0).next({ ...DEFAULT_RESTART, policy: 'never' }, 0, 0);
    expect(decision).toMatchObject({ restart: false });
  });

  it('gives up a unit that never works for long, for all settings and however slow it is', () => {
    fc.assert(
      fc.property(settings, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (of, share) => {
        const uptimeMs = of.resetMs * share;
        expect(restartsOf(new RestartPolicy(() => 0.5), of, uptimeMs)).toBeLessThanOrEqual(of.maxRestarts);
      }),
      { numRuns: RUNS },
    );
  });

  it('doubles its pauses up to the longest, each within a fifth', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(settings, random, (of, luck) => {
        const policy = new RestartPolicy(() => luck);
        for (let tries = 1; tries <= Math.min(of.maxRestarts, of.maxPerHour, 20); tries++) {
          const decision = policy.next(of, 0, 0);
          const curve = Math.min(of.maxDelayMs, of.delayMs * 2 ** (tries - 1));
          const pause = decision.restart ? decision.delayMs : Number.NaN;
          if (!(pause >= 0.8 * curve - 1e-6 && pause <= 1.2 * curve + 1e-6)) throw new Error(`${pause} of ${curve}`);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
