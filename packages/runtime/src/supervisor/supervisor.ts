import type { EventEmitter } from 'node:events';
import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { ApplyReport } from './apply-report';
import { applyMembers, followers } from './apply-members';
import { Stack } from './stack';
import type { StackMember } from './stack-member';
import { StartCall } from './start-call';
import type { StartReport } from './start-report';
import { dismissAll, type SupervisedUnit } from './supervised-unit';
import { cancelledError, closedError, stoppedError } from './supervisor-errors';
import type { SupervisorEvents } from './supervisor-events';
import type { SupervisorOptions } from './supervisor-options';
import type { Unit } from './unit';
import { acquireUnit, type UnitLease } from './unit-lease';
import { toUnitStatus, type UnitStatus } from './unit-status';
import { wakeUnit } from './wake-unit';

/** How a new set of members is taken over. */
export interface ApplyOptions {
  /** Whether members that are new are started at once. Default true. */
  readonly start?: boolean;
}

/** A start under way: what it wants is not undone for another one. */
interface RunningStart {
  readonly order: readonly string[];
  /** What was not wanted before it. */
  raised: readonly string[];
}

/** Starts, watches and stops many units as one system. */
export class Supervisor implements AsyncDisposable {
  readonly #stack: Stack;
  readonly #starts = new Set<RunningStart>();
  #applying: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  constructor(options: SupervisorOptions) {
    this.#stack = new Stack(options);
  }

  /** Told while things happen; a listener that throws harms nobody. */
  get events(): EventEmitter<SupervisorEvents> {
    return this.#stack.events;
  }

  /**
   * Makes `members` the wanted set: new ones are started, those with other settings replaced, missing ones stopped; all
   * others run on untouched. What could not be started or stopped is in the report; applying the old set takes it back.
   * @throws `MC_DEPENDENCY_CYCLE`, `MC_STACK_INVALID`: nothing was changed.
   */
  apply(members: readonly StackMember[], { start = true }: ApplyOptions = {}): Promise<ApplyReport> {
    const work = async (): Promise<ApplyReport> => {
      this.#refuseWhenClosed();
      return applyMembers(this.#stack, members, { start });
    };
    const applied = this.#applying.then(work);
    this.#applying = applied.catch(() => undefined);
    return applied;
  }

  /**
   * Starts units with what they depend on, as parallel as that allows. Units that had failed are tried again. Named
   * members of an exclusive group get their turn; without names they take the seats that are free. Default: all.
   * @throws `MC_STACK_START_FAILED` when a critical one fails, `MC_CALL_ABORTED` at the signal; what this call started is
   *   stopped again then. `MC_SERVICE_NOT_FOUND` for an unknown name.
   */
  async start(names?: readonly string[], signal?: AbortSignal): Promise<StartReport> {
    this.#refuseWhenClosed();
    const { graph } = this.#stack;
    const chosen = this.#known(names);
    const order = graph.withDependencies(chosen);
    const call = new StartCall(this.#stack, order);
    const start: RunningStart = { order, raised: order.filter((name) => !this.#unit(name).facts.wanted) };
    this.#starts.add(start);
    const turns = new AbortController();
    try {
      for (const name of order) this.#unit(name).want({ retry: true });
      if (names) this.#askForTurns(order, turns.signal);
      await call.settled({ signal });
    } catch (thrown) {
      turns.abort();
      await this.#undo(start);
      throw signal?.aborted ? cancelledError(thrown) : thrown;
    } finally {
      turns.abort();
      this.#starts.delete(start);
    }
    if (call.failedCritical.length === 0) return this.#started(call.report());
    const error = call.error(await this.#undo(start));
    this.#stack.tell('startup-failed', error);
    throw error;
  }

  /**
   * Stops units with all that depend on them, dependants first. Default: all.
   * @throws what a unit could not be stopped by; all others are stopped.
   */
  async stop(names?: readonly string[]): Promise<void> {
    await this.#stopAll(this.#stack.graph.withDependants(this.#known(names)));
  }

  /** At once, whatever the state, and with all restarts to spend again. Rejects when the unit does not get ready. */
  async restart(name: string): Promise<void> {
    this.#refuseWhenClosed();
    const { graph, watch, units } = this.#stack;
    this.#known([name]);
    const unit = this.#unit(name);
    const [generation, failures] = [unit.facts.runs.generation, unit.failures.count];
    for (const needed of graph.withDependencies([name])) this.#unit(needed).want({ retry: needed !== name });
    const dependants = followers(this.#stack, graph, [name]);
    for (const one of [name, ...dependants].reverse()) this.#unit(one).renew();
    const turns = new AbortController();
    this.#askForTurns([name], turns.signal);
    const isBack = (): true | undefined => {
      if (unit.failures.count > failures && unit.failures.report) throw unit.failures.report.error;
      if (!unit.facts.wanted) throw stoppedError(name);
      const isNew = unit.facts.isSettled && unit.facts.runs.generation > generation;
      if (unit.facts.isSettled && !isNew) unit.renew(); // a new set of members took the first request back
      return (isNew && dependants.every((one) => !units.get(one)?.facts.renewing)) || undefined;
    };
    await watch.until(isBack).finally(() => turns.abort());
  }

  /** Starts the unit when it does not run, and waits for its turn in its group. */
  async acquire(name: string, signal?: AbortSignal): Promise<UnitLease> {
    this.#refuseWhenClosed();
    this.#known([name]);
    return acquireUnit(this.#stack, this.#unit(name), signal);
  }

  /**
   * For a caller at the address of a unit that does not run. One that ended because nobody used it is started, in its
   * turn and with the restarts that it has left; status and events tell what becomes of it.
   * @returns when it is ready, or not to be in this start; `undefined` when it is not started now.
   */
  wake(name: string): Promise<void> | undefined {
    const unit = this.#stack.units.get(name);
    if (this.#closing || !unit?.facts.isIdle) return undefined;
    return wakeUnit(this.#stack, unit);
  }

  /** In the order in which units are started. */
  status(): readonly UnitStatus[] {
    const { graph, units } = this.#stack;
    const names = new Set([...graph.order, ...units.keys()]);
    return [...names].map((name) => toUnitStatus(this.#unit(name)));
  }

  /** What runs under this name and is ready; `undefined` otherwise. */
  unit(name: string): Unit | undefined {
    return this.#stack.units.get(name)?.facts.ready?.unit;
  }

  /** The last lines of output, oldest first; of the run that failed when none is under way. */
  async logs(name: string, lines = 50): Promise<string[]> {
    const { facts, failures } = this.#unit(name);
    const unit = facts.runs.current?.unit;
    return unit ? unit.logs(lines) : [...(failures.report?.logs ?? [])].slice(-lines);
  }

  /** Stops everything for good; later calls fail with `MC_RUNTIME_CLOSED`. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const { units, watch } = this.#stack;
    try {
      await this.#stopAll([...units.keys()]);
    } finally {
      watch.close(closedError());
      await this.#applying;
      this.#stack.close();
    }
  }

  async #stopAll(names: readonly string[]): Promise<void> {
    const units = names.map((name) => this.#unit(name));
    const failures = new Map(units.map((unit) => [unit, unit.failures.count]));
    dismissAll(units.toReversed());
    const isOver = (unit: SupervisedUnit): boolean => unit.facts.isGone || unit.facts.wanted || isStuck(unit);
    const isStuck = (unit: SupervisedUnit): boolean =>
      unit.facts.isStuck && unit.failures.count > (failures.get(unit) ?? 0);
    await this.#stack.watch.until(() => units.every(isOver) || undefined);
    const stuck = units.find(isStuck);
    if (stuck?.failures.report) throw stuck.failures.report.error;
  }

  /** Stops what a start began; what another start wants too is left to that one. @returns what was stopped, in that order. */
  async #undo(start: RunningStart): Promise<string[]> {
    this.#starts.delete(start);
    const heirOf = (name: string): RunningStart | undefined =>
      [...this.#starts].find((one) => one.order.includes(name));
    for (const name of start.raised) {
      const heir = heirOf(name);
      if (heir) heir.raised = heir.order.filter((one) => one === name || heir.raised.includes(one));
    }
    const undone = start.raised.filter((name) => !heirOf(name)).reverse();
    const units = undone.map((name) => this.#unit(name));
    const ran = units.filter(({ facts }) => facts.runs.current).map(({ name }) => name);
    dismissAll(units, { keepReport: true });
    await this.#stack.watch.until(
      () => units.every(({ facts }) => facts.isGone || facts.isStuck || facts.wanted) || undefined,
    );
    return ran;
  }

  #started(report: StartReport): StartReport {
    this.#stack.tell('all-services-started', report);
    return report;
  }

  #askForTurns(names: readonly string[], signal: AbortSignal): void {
    for (const name of names) {
      const turn = this.#stack.groupOf(this.#unit(name).facts.member)?.turn(name, signal);
      turn?.catch(() => undefined); // the start is over
    }
  }

  #unit(name: string): SupervisedUnit {
    const unit = this.#stack.units.get(name);
    if (unit) return unit;
    throw this.#unknownError(name);
  }

  #refuseWhenClosed(): void {
    if (this.#closing) throw closedError();
  }

  /** @throws `MC_SERVICE_NOT_FOUND` */
  #known(names: readonly string[] = this.#stack.graph.order): readonly string[] {
    const unknown = names.find((name) => !this.#stack.graph.has(name));
    if (unknown === undefined) return names;
    throw this.#unknownError(unknown);
  }

  #unknownError(unknown: string): MediaConduitError {
    const { graph } = this.#stack;
    return new MediaConduitError('MC_SERVICE_NOT_FOUND', `The stack has no member "${unknown}".`, {
      hint: didYouMean(unknown, graph.order) ?? `it has: ${graph.order.join(', ')}`,
      facts: { name: unknown },
    });
  }
}
