import type { Clock, ClockTimer } from '@mediaconduit/sdk';
import { NOT_CHECKED, type HealthCheck, type HealthResult, type HealthStatus } from './health-result';
import { runCheck } from './run-check';

/** What a loop is made from. */
export interface CheckLoopOptions {
  readonly clock: Clock;
  /** Between the end of one look and the next, in ms; 0 looks only when asked. */
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly redact: (result: HealthResult) => HealthResult;
  readonly onChange: (previous: HealthStatus, result: HealthResult) => void;
}

/** One check, looked at again and again; never twice at once, also when it ignores its deadline. */
export class CheckLoop {
  latest: HealthResult = NOT_CHECKED;
  /** What tells the loop that runs from one that was stopped in the middle of a look. */
  #loop: object | undefined;
  #timer: ClockTimer | undefined;
  #current: Promise<HealthResult> | undefined;

  constructor(
    private readonly look: HealthCheck,
    private readonly options: CheckLoopOptions,
  ) {}

  start(): void {
    if (this.#loop || this.options.intervalMs === 0) return;
    this.#loop = {};
    void this.#turn(this.#loop);
  }

  stop(): void {
    this.#loop = undefined;
    this.options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Looks now, together with whoever looks already; the signal ends only this caller's own look. */
  async check(signal?: AbortSignal): Promise<HealthResult> {
    if (this.#current) return this.#current;
    const { result, over } = runCheck(this.look, { ...this.options, signal });
    this.#current = result.then((seen) => this.#keep(this.options.redact(seen)));
    void over.then(() => (this.#current = undefined));
    return this.#current;
  }

  async #turn(loop: object): Promise<void> {
    await this.check();
    if (this.#loop !== loop) return;
    this.#timer = this.options.clock.setTimeout(() => void this.#turn(loop), this.options.intervalMs);
    this.#timer.unref();
  }

  #keep(result: HealthResult): HealthResult {
    const previous = this.latest.status;
    this.latest = result;
    if (previous !== result.status) this.options.onChange(previous, result);
    return result;
  }
}
