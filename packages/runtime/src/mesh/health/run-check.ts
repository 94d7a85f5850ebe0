import { isMediaConduitError, messageOf, type Clock } from '@mediaconduit/sdk';
import { callWithin } from '../../resilience/call-within';
import type { HealthCheck, HealthResult, HealthVerdict } from './health-result';

/** How one look is taken. */
export interface RunCheckOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** One look that was begun: what it saw, and when the check itself is over, which may be after its deadline. */
export interface RunningCheck {
  readonly result: Promise<HealthResult>;
  readonly over: Promise<void>;
}

/** Takes one look. The result never rejects and is there at the deadline, also when the check never ends. */
export function runCheck(check: HealthCheck, options: RunCheckOptions): RunningCheck {
  const begunAt = options.clock.now();
  let over = Promise.resolve();
  const begin = (signal: AbortSignal): Promise<HealthVerdict> => {
    const verdict = ask(check, signal);
    over = verdict.then(() => undefined);
    return verdict;
  };
  const result = callWithin(begin, { ...options, name: 'health check' })
    .catch((error: unknown) => cutShort(error, options.timeoutMs))
    .then((said) => toResult(said, options.clock.now() - begunAt));
  return { result, over };
}

async function ask(check: HealthCheck, signal: AbortSignal): Promise<HealthVerdict> {
  try {
    const said = await check(signal);
    if (typeof said === 'object') return said;
    return said ? { status: 'healthy' } : { status: 'unhealthy', message: 'the check says no' };
  } catch (error) {
    return { status: 'unhealthy', message: messageOf(error) };
  }
}

/** A check that does not answer is broken; one that its caller gave up proves nothing. */
function cutShort(error: unknown, timeoutMs: number): HealthVerdict {
  if (isMediaConduitError(error, 'MC_CALL_ABORTED')) return { status: 'unknown', message: 'the check was cancelled' };
  return { status: 'unhealthy', message: `no answer in ${timeoutMs} ms` };
}

function toResult({ status, message, details }: HealthVerdict, durationMs: number): HealthResult {
  return {
    status,
    message: message ?? status,
    details: details ?? {},
    checkedAt: new Date().toISOString(),
    durationMs,
  };
}
