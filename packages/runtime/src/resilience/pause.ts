import type { Clock } from '@mediaconduit/sdk';
import { onAbort } from '../service/on-abort';
import { endedCallError } from './ended-call-error';

/** What waits, and what ends it. */
export interface PauseOptions {
  /** What is waited for, for errors. */
  readonly name: string;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Waits; rejects when the signal fires first, and leaves neither timer nor listener. */
export async function pause(delayMs: number, { name, clock, signal }: PauseOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      forget();
      resolve();
    }, delayMs);
    const forget = onAbort(signal, () => {
      clock.clearTimeout(timer);
      reject(endedCallError(name, signal?.reason));
    });
  });
}
