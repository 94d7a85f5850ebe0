import { isMediaConduitError, type Clock, type ClockTimer } from '@mediaconduit/sdk';
import { cancelledError, overdueError, type EndReason } from './crash-error';

/** What the provider's own deadlines may be late, in ms: their errors say more than ours. */
const LATE_MS = 250;
/** Time for a provider to end a call whose signal has fired, in ms. */
const GRACE_MS = 500;

/** What a call is guarded by. */
export interface CallGuardOptions {
  readonly provider: string;
  readonly clock: Clock;
  /** The caller's. */
  readonly signal?: AbortSignal;
  /** 0 = none. */
  readonly timeoutMs: number;
  /** Time in which the call waited for a service to start, which does not count, in ms. */
  readonly pausedMs?: () => number;
}

/** Ends the waiting for a call whose provider neither keeps the deadline nor heeds the signal. */
export class CallGuard {
  /** For the provider: fires with the caller's signal and at the deadline. */
  readonly signal: AbortSignal;
  readonly #options: CallGuardOptions;
  readonly #ended = new AbortController();
  readonly #startedAt: number;
  #timer: ClockTimer | undefined;
  #reject: ((error: unknown) => void) | undefined;
  #overdue: Error | undefined;
  #gaveUp: EndReason | undefined;
  readonly #onAbort = (): void => this.#cancel();

  constructor(options: CallGuardOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
    this.signal = this.#ended.signal;
  }

  /** Why nobody waits any more, although the provider still works; `undefined` when it did end the call. */
  get gaveUp(): EndReason | undefined {
    return this.#gaveUp;
  }

  /** @throws what the call throws, `MC_CALL_TIMEOUT` or `MC_CALL_ABORTED`. */
  async wait<T>(answer: Promise<T>): Promise<T> {
    const { signal, timeoutMs, clock } = this.#options;
    const gaveUp = new Promise<never>((_resolve, reject) => (this.#reject = reject));
    if (timeoutMs > 0) this.#arm(timeoutMs + LATE_MS);
    if (signal?.aborted) this.#cancel();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
    try {
      return await Promise.race([answer, gaveUp]);
    } catch (error) {
      throw this.#overdue && !isMediaConduitError(error) ? this.#overdue : error;
    } finally {
      clock.clearTimeout(this.#timer);
      signal?.removeEventListener('abort', this.#onAbort);
    }
  }

  #arm(delayMs: number): void {
    this.#timer = this.#options.clock.setTimeout(() => this.#look(), delayMs);
  }

  #look(): void {
    const { clock, timeoutMs, pausedMs, provider } = this.#options;
    const leftMs = timeoutMs + LATE_MS + (pausedMs?.() ?? 0) - (clock.now() - this.#startedAt);
    if (leftMs > 1) return this.#arm(leftMs);
    this.#overdue = overdueError(provider, timeoutMs);
    this.#ended.abort(this.#overdue);
    this.#giveUpSoon('deadline', this.#overdue);
  }

  #cancel(): void {
    const { signal, provider } = this.#options;
    this.#ended.abort(signal?.reason);
    this.#giveUpSoon('aborted', cancelledError(provider, signal?.reason));
  }

  #giveUpSoon(reason: EndReason, error: Error): void {
    const { clock } = this.#options;
    clock.clearTimeout(this.#timer);
    this.#timer = clock.setTimeout(() => {
      this.#gaveUp = reason;
      this.#reject?.(error);
    }, GRACE_MS);
  }
}
