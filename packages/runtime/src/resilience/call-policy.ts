import type { Clock } from '@mediaconduit/sdk';
import type { Bulkhead } from './bulkhead';
import { callWithin, type CallLimit, type Work } from './call-within';
import type { CircuitBreaker } from './circuit-breaker';
import type { RetryPolicy } from './retry-policy';

/** What protects a call and the one that is called; each part may be missing. */
export interface CallPolicyOptions {
  /** What is called, for errors. */
  readonly name: string;
  readonly clock: Clock;
  readonly breaker?: CircuitBreaker;
  readonly retry?: RetryPolicy;
  readonly bulkhead?: Bulkhead;
  /** Time for a call that names none, its retries and its waiting included, in ms. Default: none. */
  readonly timeoutMs?: number;
}

/** What the caller says about one call. */
export interface PolicyCallOptions extends CallLimit {
  /** Whether it may be made twice. Default false: no retries. */
  readonly idempotent?: boolean;
}

/** Several protections as one. */
export interface CallPolicy {
  /** @throws whatever its parts and the work throw. */
  execute<T>(work: Work<T>, options?: PolicyCallOptions): Promise<T>;
}

/**
 * The deadline holds for everything. Inside it each try asks the breaker first, so that nobody queues for what is open; then
 * it waits for a place; only then it takes a permit, so that waiting is not taken for the slowness of the one that is called.
 * A pause between tries holds neither place nor permit.
 */
export function createCallPolicy(parts: CallPolicyOptions): CallPolicy {
  return {
    execute: (work, { signal, timeoutMs = parts.timeoutMs, idempotent = false } = {}) => {
      const { name, clock, retry } = parts;
      const deadlineAt = timeoutMs ? clock.now() + timeoutMs : undefined;
      const tries: typeof work = (inner) => {
        if (!retry) return attempt(parts, work, inner);
        return retry.execute(() => attempt(parts, work, inner), { idempotent, signal: inner, deadlineAt });
      };
      return callWithin(tries, { name, clock, signal, timeoutMs });
    },
  };
}

async function attempt<T>({ breaker, bulkhead }: CallPolicyOptions, work: Work<T>, signal: AbortSignal): Promise<T> {
  breaker?.refuseWhenOpen();
  const call: Work<T> = breaker ? (inner) => breaker.execute(work, { signal: inner }) : work;
  return bulkhead ? bulkhead.execute(call, { signal }) : call(signal);
}
