import type { CallVerdict } from './call-verdict';

/** What a circuit breaker counts; see `BreakerMetrics`. */
export interface CallCounters {
  total: number;
  successful: number;
  failed: number;
  ignored: number;
  rejected: number;
  slow: number;
  stateChanges: number;
}

/** All at zero. */
export function createCallCounters(): CallCounters {
  return { total: 0, successful: 0, failed: 0, ignored: 0, rejected: 0, slow: 0, stateChanges: 0 };
}

/** Which of them grows with the end of a call. */
export const COUNTED_AS: Readonly<Record<CallVerdict, 'successful' | 'failed' | 'ignored'>> = {
  success: 'successful',
  failure: 'failed',
  'connection-failure': 'failed',
  ignored: 'ignored',
};
