import type { ClockTimer, MediaConduitError } from '@mediaconduit/sdk';
import { dependencyError, endedError, endOfError, hungError } from './crash-report';
import { FailureBook, type Aftermath } from './failure-book';
import { StateCell } from './state-cell';
import type { Surroundings } from './surroundings';
import type { UnitEnd } from './unit';
import type { UnitFacts } from './unit-facts';
import type { RunEvent, UnitRun } from './unit-run';
import type { UnitState } from './unit-state';

/**
 * Brings what runs to what is wanted, one step at a time. Each step is decided from the facts alone, so that it does
 * not matter what happened in which order, nor how often it is asked for.
 */
export class UnitLoop {
  readonly failures: FailureBook;
  readonly #cell: StateCell;
  #timer: ClockTimer | undefined;

  /** @param post runs a step later, and reconciles after it. */
  constructor(
    private readonly facts: UnitFacts,
    private readonly around: Surroundings,
    private readonly post: (step: () => void) => void,
  ) {
    this.failures = new FailureBook(around.random);
    this.#cell = new StateCell(facts.member.name, around);
  }

  get state(): UnitState {
    return this.#cell.state;
  }

  reconcile(): void {
    const { current } = this.facts.runs;
    const isWaiting = current ? this.#tend(current) : this.#pursue();
    if (!isWaiting) this.around.limit.leave(this.#name);
  }

  /** Takes note of what happened to a run. */
  handle(run: UnitRun, event: RunEvent): void {
    const isCurrent = run === this.facts.runs.current;
    const isRunning = isCurrent && run.phase === 'running';
    if (event.type === 'progress') this.around.tell('service-progress', { name: this.#name, message: event.message });
    else if (event.type === 'created' && isCurrent && run.phase === 'starting') this.#become({ name: 'starting' });
    else if (event.type === 'ready' && run.phase === 'running') this.#ready(run);
    else if (event.type === 'start-failed') this.#startFailed(run, event.error);
    else if (event.type === 'health' && isRunning) this.#look(event);
    else if (event.type === 'ended' && isRunning) this.#ended(run, event.end);
    else if (event.type === 'hung' && isRunning) {
      this.#crash(run, hungError(this.#name, event.misses, event.reason), event.end);
    } else if (event.type === 'drained' && isCurrent) this.#become({ name: 'stopping' });
    else if (event.type === 'gone') this.#gone(run);
    else if (event.type === 'stop-failed') this.#stopFailed(run, event.error);
  }

  /** All restarts may be spent again, from now. */
  forgive(): void {
    this.failures.forgive();
    this.unpause();
  }

  /** Nothing keeps it from being started. */
  unpause(): void {
    this.around.clock.clearTimeout(this.#timer);
    this.facts.pause = undefined;
    this.facts.lacks = undefined;
  }

  /** It is not to be started any more. */
  rest({ keepReport }: { readonly keepReport: boolean }): void {
    const { report } = this.failures;
    const failed = this.facts.pause !== undefined;
    this.unpause();
    if (keepReport && failed && report) this.#become({ name: 'failed', report });
    else if (!this.facts.runs.current) this.#become({ name: 'absent' });
  }

  get #name(): string {
    return this.facts.member.name;
  }

  /** What to do while there is a run. @returns whether another one waits for a place among the starts under way. */
  #tend(run: UnitRun): boolean {
    const { facts, around } = this;
    if (run.phase === 'ending' || run.phase === 'stuck') return false;
    if (run.phase === 'running' && this.#isStale(run)) facts.renewing = true;
    if (facts.isLeaving) {
      facts.runs.dropNext();
      if (!around.isAwaited(this.#name, !facts.wanted)) this.#end(run);
    } else if (run.phase === 'running') {
      const isWaiting = facts.renewing && this.#roll();
      run.hold(facts.leases > 0 || around.isNeeded(this.#name));
      this.#show(run);
      return isWaiting;
    }
    return false;
  }

  /** What to do while there is none. @returns whether one waits for a place among the starts under way. */
  #pursue(): boolean {
    const { facts, around } = this;
    const { member, wanted, pause, runs } = facts;
    const group = around.groupOf(member);
    const gate = around.gateOf(member);
    const mayStart = wanted && pause === undefined && gate.state === 'open';
    if (!wanted || pause === 'failed' || gate.state === 'closed') group?.leave(this.#name);
    const hasSeat = mayStart && (group?.take(this.#name) ?? true);
    const run = hasSeat ? runs.create(member) : undefined;
    if (run) this.#begin(run);
    else if (wanted && pause === undefined) {
      if (gate.state === 'closed') this.#lack(gate.needed);
      else if (facts.lacks === undefined) this.#become({ name: 'absent' });
    }
    return hasSeat && !run;
  }

  #begin(run: UnitRun): void {
    this.facts.runs.current = run;
    this.facts.lacks = undefined;
    this.#become({ name: 'creating' });
    run.launch();
  }

  /** Starts the copy beside the present run as soon as that is possible. @returns as `#tend`. */
  #roll(): boolean {
    const { facts, around } = this;
    if (facts.runs.next) return false;
    const gate = around.gateOf(facts.member);
    if (gate.state === 'closed') this.#rollFailed(dependencyError(this.#name, gate.needed));
    if (gate.state !== 'open') return false;
    facts.runs.next = facts.runs.create(facts.member);
    facts.runs.next?.launch();
    return facts.runs.next === undefined;
  }

  #end(run: UnitRun): void {
    if (run.phase === 'running') this.failures.worked(run.member);
    this.#become({ name: run.drains ? 'draining' : 'stopping' });
    run.end({ drain: true });
  }

  #ready(run: UnitRun): void {
    const { facts, around } = this;
    if (run === facts.runs.next) {
      const replaced = facts.ready;
      if (replaced) this.failures.worked(replaced.member);
      facts.runs.promote();
      facts.renewing = false;
      facts.aftermath = undefined;
    }
    if (run !== facts.runs.current) return;
    facts.health = undefined;
    this.failures.report = undefined;
    around.groupOf(facts.member)?.arrived(this.#name);
    const durationMs = around.clock.now() - run.startedAt;
    around.tell('service-started', { name: this.#name, generation: run.generation, durationMs });
    around.changed(this.#name);
  }

  #startFailed(run: UnitRun, error: MediaConduitError): void {
    const { facts } = this;
    if (run === facts.runs.next) {
      facts.runs.forget(run);
      return this.#rollFailed(error);
    }
    if (!facts.runs.forget(run)) return;
    if (facts.isLeaving || !facts.wanted || facts.renewing) return this.#vacate();
    this.#fail(this.#judge(run, error, endOfError(error)));
  }

  /** The present run goes on, with the settings that it has. */
  #rollFailed(error: MediaConduitError): void {
    const { ready, member } = this.facts;
    this.facts.renewing = false;
    if (ready) ready.dependencies = new Map([...ready.dependencies, ...this.around.generationsOf(member)]); // one try for each
    this.failures.note(member, error);
    this.#tellError(error);
  }

  #look({ health, misses }: Extract<RunEvent, { type: 'health' }>): void {
    this.facts.health = health;
    if (health.verdict !== 'unhealthy') return;
    this.around.tell('service-unhealthy', { name: this.#name, reason: health.reason, misses });
  }

  #ended(run: UnitRun, end: UnitEnd): void {
    if (!end.idle) return this.#crash(run, endedError(this.#name, end), end);
    const { facts, around } = this;
    const isAskedFor = facts.leases > 0 || around.isNeeded(this.#name); // at the last moment
    facts.isIdle = facts.wanted && !isAskedFor;
    facts.wanted &&= isAskedFor;
    this.failures.rested();
    this.#end(run);
  }

  #crash(run: UnitRun, error: MediaConduitError, end: UnitEnd): void {
    this.facts.aftermath = this.#judge(run, error, end);
    this.around.tell('service-exited', { name: this.#name, report: this.facts.aftermath.report });
    this.#become({ name: 'stopping' });
    run.end({ drain: false });
  }

  #judge({ member, uptimeMs }: UnitRun, error: MediaConduitError, end: UnitEnd): Aftermath {
    return this.failures.judge({ member, error, end, uptimeMs, now: this.around.clock.now() });
  }

  #gone(run: UnitRun): void {
    const { facts } = this;
    const { aftermath } = facts;
    for (const name of [this.#name, ...run.member.dependsOn]) this.around.changed(name);
    if (!facts.runs.forget(run)) return;
    facts.aftermath = undefined;
    if (facts.runs.next) {
      facts.runs.promote(); // it is getting ready already
      facts.renewing = false;
      this.#become({ name: 'starting' });
    } else if (aftermath && facts.wanted && !facts.renewing) this.#fail(aftermath);
    else this.#vacate();
  }

  /** It ended because that was wanted. */
  #vacate(): void {
    const { facts, around } = this;
    facts.renewing = false;
    this.#leaveSeat();
    if (!facts.wanted) this.#become({ name: 'absent' });
    around.tell('service-stopped', { name: this.#name });
    around.changed(this.#name);
  }

  #stopFailed(run: UnitRun, error: MediaConduitError): void {
    const { runs, member } = this.facts;
    this.failures.note(member, error);
    if (run === runs.current) this.#become({ name: 'unknown', reason: error.message });
    runs.retryStops({ later: true });
    this.#tellError(error);
  }

  #fail({ state, delayMs, report }: Aftermath): void {
    const { clock } = this.around;
    this.facts.pause = state;
    this.#leaveSeat();
    this.failures.count += 1;
    this.failures.report = report;
    if (state === 'failed') this.#become({ name: state, report });
    else if (state === 'unknown') this.#become({ name: state, reason: report.error.message });
    else this.#become({ name: state, until: clock.now() + delayMs, report });
    if (state !== 'failed') this.#timer = clock.setTimeout(() => this.post(() => this.unpause()), delayMs);
    this.#tellError(report.error);
  }

  /** What was evicted is gone. */
  #leaveSeat(): void {
    const { facts, around } = this;
    if (facts.evicted) around.groupOf(facts.member)?.leave(this.#name);
    facts.evicted = false;
  }

  /** It cannot be started while something that it needs does not run. */
  #lack(needed: string): void {
    const { facts } = this;
    if (facts.lacks === needed) return;
    facts.lacks = needed;
    this.failures.note(facts.member, dependencyError(this.#name, needed));
    if (this.failures.report) this.#become({ name: 'failed', report: this.failures.report });
    if (this.failures.report) this.#tellError(this.failures.report.error);
  }

  /** Something that it depends on has been started anew, and it asks to be too. */
  #isStale(run: UnitRun): boolean {
    if (!this.facts.member.restartWithDependencies) return false;
    const present = this.around.generationsOf(this.facts.member);
    return [...run.dependencies].some(([name, generation]) => (present.get(name) ?? generation) !== generation);
  }

  /** What a run that is ready looks like. */
  #show(run: UnitRun): void {
    const { health, member } = this.facts;
    const missing = this.around.missingOf(member);
    const now = this.around.clock.now();
    if (health?.verdict === 'unknown') this.#become({ name: 'unknown', reason: health.reason });
    else if (health && health.verdict !== 'healthy')
      this.#become({ name: 'degraded', since: now, reason: health.reason });
    else if (missing !== undefined) this.#become({ name: 'degraded', since: now, reason: `"${missing}" does not run` });
    else this.#become({ name: 'ready', since: run.readyAt ?? now });
  }

  #become(state: UnitState): void {
    if (this.#cell.become(state)) this.around.changed(this.#name);
  }

  #tellError(error: MediaConduitError): void {
    const { name, critical } = this.facts.member;
    this.around.tell('service-error', { name, error, critical });
    this.around.changed(name);
  }
}
