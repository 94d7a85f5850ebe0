import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '@mediaconduit/sdk';
import { deadlineReason } from '../service/deadline';
import { DEFAULT_BREAKER, type BreakerSettings } from './breaker-settings';
import type { BreakerEvents, BreakerMetrics, BreakerState } from './breaker-state';
import { COUNTED_AS, createCallCounters } from './call-counters';
import { CallPermit } from './call-permit';
import { verdictOn, type CallVerdict } from './call-verdict';
import { callWithin, type CallLimit, type Work } from './call-within';
import { circuitOpenError } from './circuit-open-error';
import { endedCallError } from './ended-call-error';
import { openTime } from './open-time';
import type { Permit, PermitOptions } from './permit';
import { TripRule } from './trip-rule';

/** What a circuit breaker is made with. */
export interface BreakerOptions {
  /** What it protects, for errors and events. */
  readonly name: string;
  readonly clock: Clock;
  /** A number from 0 up to 1, for the jitter. Default `Math.random`. */
  readonly random?: () => number;
  /** Default of each: `DEFAULT_BREAKER`. */
  readonly settings?: Partial<BreakerSettings>;
  /** What a failed call says about the one that was called. */
  readonly verdictOn?: (error: unknown) => CallVerdict;
}

/**
 * Rejects calls at once for a while when too many failed. Nothing is held while a call runs, and there is no timer but the
 * deadline of a probe: what time does is seen by the next call. All time is that of the clock, which never goes back.
 */
export class CircuitBreaker implements Disposable {
  readonly name: string;
  readonly events = new EventEmitter<BreakerEvents>();
  readonly #clock: Clock;
  readonly #random: () => number;
  #settings: BreakerSettings;
  readonly #verdictOn: (error: unknown) => CallVerdict;
  #rule: TripRule;
  readonly #probes = new Set<CallPermit>();
  #state: BreakerState = { name: 'closed' };
  #counters = createCallCounters();
  /** Grows with every change of state: a call that began before it says nothing about now. */
  #epoch = 0;
  /** Times that it opened by itself since it was closed. */
  #openings = 0;
  #openedAt = 0;
  #lastFailure: unknown;

  constructor({ name, clock, random = Math.random, settings, verdictOn: judge = verdictOn }: BreakerOptions) {
    this.name = name;
    this.#clock = clock;
    this.#random = random;
    this.#settings = { ...DEFAULT_BREAKER, ...settings };
    this.#verdictOn = judge;
    this.#rule = new TripRule(this.#settings);
  }

  get state(): BreakerState {
    return this.#state;
  }

  /**
   * Makes the call if it may pass. A probe has at most `probeTimeoutMs`, whatever the limit says.
   * @throws `MC_CIRCUIT_OPEN` with `facts.retryAfterMs`, `MC_CALL_TIMEOUT`, `MC_CALL_ABORTED`, and whatever the work throws.
   */
  async execute<T>(work: Work<T>, { signal, timeoutMs }: CallLimit = {}): Promise<T> {
    if (signal?.aborted) throw endedCallError(this.name, signal.reason);
    const permit = this.#admit(timeoutMs);
    try {
      const limit = { name: this.name, clock: this.#clock, signal, timeoutMs: permit.timeoutMs };
      const result = await callWithin(work, limit);
      permit.succeed();
      return result;
    } catch (error) {
      permit.fail(error);
      throw error;
    }
  }

  /**
   * For calls whose end is seen elsewhere, such as streams.
   * @throws `MC_CIRCUIT_OPEN` with `facts.retryAfterMs`.
   */
  acquire({ timeoutMs, onExpired }: PermitOptions = {}): Permit {
    const permit = this.#admit(timeoutMs);
    if (!permit.isProbe) return permit;
    permit.watch(this.#clock, () => {
      const error = endedCallError(this.name, deadlineReason(permit.timeoutMs));
      permit.fail(error);
      onExpired?.(error);
    });
    return permit;
  }

  /** @throws `MC_CIRCUIT_OPEN` when a call would be rejected now. Takes no permit: for calls that have to queue first. */
  refuseWhenOpen(): void {
    const now = this.#clock.now();
    if (!this.#mayPass(now)) throw this.#reject(now);
  }

  /** Calls from now on are judged by these settings. When they are new the window begins anew; the state stays. */
  configure(settings: Partial<BreakerSettings>): void {
    const wanted = { ...DEFAULT_BREAKER, ...settings };
    if (isDeepStrictEqual(wanted, this.#settings)) return;
    this.#settings = wanted;
    this.#rule = new TripRule(this.#settings);
  }

  /** Rejects every call until {@link close} or {@link reset}. */
  open(): void {
    this.#lastFailure = undefined;
    this.#enter({ name: 'open', since: this.#clock.now(), until: undefined });
  }

  /** Lets every call pass, and forgets why it was open. */
  close(): void {
    this.#enter({ name: 'closed' });
  }

  /** As {@link close}, and counts from zero. */
  reset(): void {
    this.close();
    this.#counters = createCallCounters();
  }

  getMetrics(): BreakerMetrics {
    const now = this.#clock.now();
    const isClosed = this.#state.name === 'closed';
    return {
      state: this.#state.name,
      ...this.#counters,
      failureRatio: this.#rule.failureRatio(now),
      openedForMs: isClosed ? 0 : now - this.#openedAt,
      nextProbeMs: isClosed ? undefined : this.#nextProbeMs(now),
    };
  }

  /** Ends the deadlines of probes, and all listening. */
  [Symbol.dispose](): void {
    this.#dropProbes();
    this.events.removeAllListeners();
  }

  #mayPass(now: number): boolean {
    const state = this.#state;
    if (state.name === 'closed') return true;
    if (state.name === 'open') return state.until !== undefined && now >= state.until;
    return this.#probes.size + state.succeeded < this.#settings.probes;
  }

  #admit(timeoutMs = 0): CallPermit {
    const now = this.#clock.now();
    if (this.#state.name === 'open' && this.#mayPass(now)) this.#enter({ name: 'half-open', since: now, succeeded: 0 });
    if (!this.#mayPass(now)) throw this.#reject(now);
    this.#counters.total++;
    const isProbe = this.#state.name === 'half-open';
    const permit = new CallPermit({
      isProbe,
      epoch: this.#epoch,
      startedAt: now,
      timeoutMs: Math.min(timeoutMs > 0 ? timeoutMs : Infinity, isProbe ? this.#settings.probeTimeoutMs : Infinity),
      verdictOn: this.#verdictOn,
      onEnd: (ended, verdict, error) => this.#settle(ended, verdict, error),
    });
    if (isProbe) this.#probes.add(permit);
    return permit;
  }

  #reject(now: number): Error {
    this.#counters.total++;
    this.#counters.rejected++;
    const nextProbeMs = this.#nextProbeMs(now);
    return circuitOpenError({ name: this.name, state: this.#state.name, nextProbeMs, cause: this.#lastFailure });
  }

  /** Half open and full, a place is free at the latest when the first probe has to be over. */
  #nextProbeMs(now: number): number | undefined {
    const state = this.#state;
    if (state.name === 'open') return state.until === undefined ? undefined : Math.max(0, state.until - now);
    if (this.#mayPass(now)) return 0;
    return Math.max(0, Math.min(...[...this.#probes].map(({ startedAt, timeoutMs }) => startedAt + timeoutMs - now)));
  }

  #settle(permit: CallPermit, verdict: CallVerdict, error: unknown): void {
    const now = this.#clock.now();
    this.#counters[COUNTED_AS[verdict]]++;
    if (now - permit.startedAt >= this.#settings.slowCallMs) this.#counters.slow++;
    if (permit.epoch !== this.#epoch) return;
    if (COUNTED_AS[verdict] === 'failed') this.#lastFailure = error;
    if (permit.isProbe) this.#settleProbe(permit, verdict);
    else if (this.#rule.record(now, verdict)) this.#trip();
  }

  #settleProbe(permit: CallPermit, verdict: CallVerdict): void {
    const state = this.#state;
    this.#probes.delete(permit);
    if (verdict === 'ignored' || state.name !== 'half-open') return;
    if (verdict !== 'success') return this.#trip();
    const succeeded = state.succeeded + 1;
    if (succeeded >= this.#settings.probes) this.close();
    else this.#state = { ...state, succeeded };
  }

  #trip(): void {
    const now = this.#clock.now();
    const openMs = openTime(this.#settings, this.#openings++, this.#random());
    this.#enter({ name: 'open', since: now, until: now + openMs });
  }

  #enter(state: BreakerState): void {
    const previousState = this.#state.name;
    if (previousState === 'closed' && state.name !== 'closed') this.#openedAt = this.#clock.now();
    this.#state = state;
    this.#epoch++;
    this.#dropProbes();
    this.#rule.clear();
    if (state.name === 'closed') this.#openings = 0;
    if (previousState === state.name) return;
    this.#counters.stateChanges++;
    this.events.emit('state-changed', { name: this.name, previousState, currentState: state.name });
  }

  #dropProbes(): void {
    for (const probe of this.#probes) probe.unwatch();
    this.#probes.clear();
  }
}
