import type { Clock, ClockTimer } from '@mediaconduit/sdk';
import type { CallVerdict } from './call-verdict';
import type { Permit } from './permit';

/** Takes note of the end of a call. */
export type EndListener = (permit: CallPermit, verdict: CallVerdict, error?: unknown) => void;

/** What the circuit breaker keeps about one call. */
export interface PermitParts {
  readonly isProbe: boolean;
  /** Counts the changes of state before it. */
  readonly epoch: number;
  readonly startedAt: number;
  /** Time that the call has, in ms; `Infinity` = no limit. */
  readonly timeoutMs: number;
  readonly verdictOn: (error: unknown) => CallVerdict;
  readonly onEnd: EndListener;
}

/** A permit that tells its end once. */
export class CallPermit implements Permit {
  readonly #parts: PermitParts;
  #timer: { readonly clock: Clock; readonly handle: ClockTimer } | undefined;
  #hasEnded = false;

  constructor(parts: PermitParts) {
    this.#parts = parts;
  }

  get isProbe(): boolean {
    return this.#parts.isProbe;
  }

  get epoch(): number {
    return this.#parts.epoch;
  }

  get startedAt(): number {
    return this.#parts.startedAt;
  }

  get timeoutMs(): number {
    return this.#parts.timeoutMs;
  }

  succeed(): void {
    this.#end('success');
  }

  fail(error: unknown): void {
    this.#end(this.#parts.verdictOn(error), error);
  }

  ignore(): void {
    this.#end('ignored');
  }

  /** Calls back at the deadline unless the end was told before. Never keeps the program alive. */
  watch(clock: Clock, onExpired: () => void): void {
    const handle = clock.setTimeout(onExpired, this.timeoutMs);
    handle.unref();
    this.#timer = { clock, handle };
  }

  /** Ends what {@link watch} began. */
  unwatch(): void {
    this.#timer?.clock.clearTimeout(this.#timer.handle);
  }

  #end(verdict: CallVerdict, error?: unknown): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.unwatch();
    this.#parts.onEnd(this, verdict, error);
  }
}
