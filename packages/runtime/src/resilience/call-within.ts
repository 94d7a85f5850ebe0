import type { Clock } from '@mediaconduit/sdk';
import { deadlineReason } from '../service/deadline';
import { onAbort } from '../service/on-abort';
import { endedCallError } from './ended-call-error';

/** A timer of Node.js for more than this fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Something that can be called, and ends early at the signal. */
export type Work<T> = (signal: AbortSignal) => Promise<T>;

/** What may end a call before its time. */
export interface CallLimit {
  readonly signal?: AbortSignal;
  /** In ms; 0 and more than 24 days = none, which is the default. */
  readonly timeoutMs?: number;
}

/**
 * Calls, and rejects at the deadline or when the caller gives up, even when the work does not heed its signal.
 * @throws `MC_CALL_TIMEOUT`, `MC_CALL_ABORTED`, and whatever the work throws.
 */
export async function callWithin<T>(
  work: Work<T>,
  { name, clock, signal, timeoutMs = 0 }: CallLimit & { readonly name: string; readonly clock: Clock },
): Promise<T> {
  const isLimited = timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS;
  const controller = new AbortController();
  if (!signal && !isLimited) return work(controller.signal);
  if (signal?.aborted) throw endedCallError(name, signal.reason);
  return new Promise<T>((resolve, reject) => {
    const end = (reason: unknown): void => {
      reject(endedCallError(name, reason));
      release();
      controller.abort(reason);
    };
    const timer = isLimited ? clock.setTimeout(() => end(deadlineReason(timeoutMs)), timeoutMs) : undefined;
    const forget = onAbort(signal, () => end(signal?.reason));
    const release = (): void => {
      clock.clearTimeout(timer);
      forget();
    };
    const running = rejecting(work, controller.signal);
    running.then(resolve, reject).finally(release);
  });
}

/** Makes a rejection also of what the work throws before its first `await`. */
async function rejecting<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
  return work(signal);
}
