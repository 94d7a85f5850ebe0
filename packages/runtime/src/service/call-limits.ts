import type { ServiceRequest } from '@mediaconduit/sdk';
import { DEFAULT_TIMEOUT_MS, deadlineReason } from './deadline';
import { onAbort } from './on-abort';

/** What may end a call: its deadline, and the signal of its caller. */
export class CallLimits {
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #forget: (() => void) | undefined;

  /** @param end called with the reason; the signal must not have fired yet. */
  constructor({ signal, timeoutMs = DEFAULT_TIMEOUT_MS }: ServiceRequest, end: (reason: Error) => void) {
    if (timeoutMs > 0) this.#timer = setTimeout(() => end(deadlineReason(timeoutMs)), timeoutMs);
    if (signal) this.#forget = onAbort(signal, () => end(signal.reason as Error));
  }

  /** The call is over: nothing ends it any more. */
  release(): void {
    clearTimeout(this.#timer);
    this.#forget?.();
  }
}
