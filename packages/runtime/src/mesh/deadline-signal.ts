import type { Clock } from '@mediaconduit/sdk';
import { deadlineReason } from '../service/deadline';
import { onAbort } from '../service/on-abort';

/** A signal that aborts after `timeoutMs`, or together with another. Dispose it when the work has ended. */
export function deadlineSignal(
  clock: Clock,
  timeoutMs: number,
  signal?: AbortSignal,
): { readonly signal: AbortSignal } & Disposable {
  const controller = new AbortController();
  const timer = clock.setTimeout(() => controller.abort(deadlineReason(timeoutMs)), timeoutMs);
  const forget = onAbort(signal, () => controller.abort(signal?.reason));
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      clock.clearTimeout(timer);
      forget();
    },
  };
}
