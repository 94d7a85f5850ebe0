import type { ClockTimer } from '@mediaconduit/sdk';
import type { StackMember } from './stack-member';
import type { Surroundings } from './surroundings';
import { UnitRun, type UnitRunOptions } from './unit-run';

/** A run that could not be stopped is tried again after so long, in ms. */
const STOP_RETRY_MS = 5000;

/** All runs of one unit: the present one, and those that come before and after it. */
export class UnitRuns {
  current: UnitRun | undefined;
  /** The copy that gets ready while the present run goes on. */
  next: UnitRun | undefined;
  /** Copies that were replaced or given up, and are not gone yet. */
  readonly #retiring = new Set<UnitRun>();
  #launches = 0;
  #timer: ClockTimer | undefined;
  #closed = false;

  constructor(
    private readonly around: Surroundings,
    private readonly options: Pick<UnitRunOptions, 'liveness' | 'onEvent'>,
  ) {}

  /** Of the present run; else of the last one. */
  get generation(): number {
    return this.current?.generation ?? this.#launches;
  }

  get all(): readonly UnitRun[] {
    return [this.current, this.next, ...this.#retiring].filter((run) => run !== undefined);
  }

  /** A new run, not launched yet, when there is a place among the starts under way. */
  create(member: StackMember): UnitRun | undefined {
    const releaseSlot = this.around.limit.take(member.name);
    if (!releaseSlot) return undefined;
    this.#launches += 1;
    const { around, options } = this;
    const dependencies = around.generationsOf(member);
    return new UnitRun({ ...options, around, member, generation: this.#launches, dependencies, releaseSlot });
  }

  /** The next copy takes the place of the present run, which retires. */
  promote(): void {
    const old = this.current;
    this.current = this.next;
    this.next = undefined;
    if (old) this.#retire(old);
  }

  /** Ends the copy that was getting ready. */
  dropNext(): void {
    const dropped = this.next;
    this.next = undefined;
    if (dropped) this.#retire(dropped);
  }

  /** The run is gone. @returns whether it was the present one. */
  forget(run: UnitRun): boolean {
    this.#retiring.delete(run);
    if (run === this.next) this.next = undefined;
    if (run !== this.current) return false;
    this.current = undefined;
    return true;
  }

  /** Tries to stop again what could not be stopped: now, or later. */
  retryStops({ later = false } = {}): void {
    const { clock } = this.around;
    clock.clearTimeout(this.#timer);
    this.#timer = later && !this.#closed ? clock.setTimeout(() => this.retryStops(), STOP_RETRY_MS) : undefined;
    if (later) return;
    for (const run of this.all) if (run.phase === 'stuck') run.end({ drain: false });
  }

  /** Ends the timer for good. */
  close(): void {
    this.#closed = true;
    this.around.clock.clearTimeout(this.#timer);
  }

  #retire(run: UnitRun): void {
    this.#retiring.add(run);
    if (run.phase === 'running' || run.phase === 'starting') run.end({ drain: true });
  }
}
