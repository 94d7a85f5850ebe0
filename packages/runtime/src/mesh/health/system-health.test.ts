import type { HealthStatus } from './health-result';
import { systemHealth, type CheckReport } from './system-health';

const LETTERS: Record<string, HealthStatus> = { h: 'healthy', d: 'degraded', u: 'unhealthy', n: 'unknown' };

/** `H` is a required check that is healthy, `u` an optional one that is unhealthy. */
function reports(letters: string): Record<string, CheckReport> {
  const list = [...letters].map((letter, index): [string, CheckReport] => {
    const status = LETTERS[letter.toLowerCase()] ?? 'unknown';
    const required = letter === letter.toUpperCase();
    return [`check-${index}`, { status, required, message: '', details: {}, durationMs: 0 }];
  });
  return Object.fromEntries(list);
}

describe('systemHealth', () => {
  it.each([
    ['', 'unknown'],
    ['HHH', 'healthy'],
    ['HDHNU', 'unhealthy'],
    ['HDN', 'unknown'],
    ['HDhhhh', 'degraded'],
    ['Hhhhhu', 'healthy'],
    ['Hhhhu', 'degraded'],
    ['Huuuu', 'degraded'],
    ['hhhhn', 'healthy'],
    ['u', 'degraded'],
  ])('%s is %s', (letters, status) => {
    expect(systemHealth(reports(letters)).status).toBe(status);
  });

  it('counts what the checks say', () => {
    expect(systemHealth(reports('HHdun')).summary).toEqual({ healthy: 2, degraded: 1, unhealthy: 1, unknown: 1 });
  });
});
