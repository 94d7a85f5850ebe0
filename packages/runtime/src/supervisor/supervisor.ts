import { EventEmitter } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ApplyReport } from './apply-report';
import type { StackMember } from './stack-member';
import type { StartReport } from './start-report';
import type { SupervisorEvents } from './supervisor-events';
import type { SupervisorOptions } from './supervisor-options';
import type { Unit } from './unit';
import type { UnitStatus } from './unit-status';

/** How a new set of members is taken over. */
export interface ApplyOptions {
  /** Whether members that are new are started at once. Default true. */
  readonly start?: boolean;
}

/** Keeps a unit from being stopped as idle, or for another member of its group. */
export interface UnitLease extends Disposable {
  /** What runs now, also after a restart. */
  readonly unit: Unit;
  release(): void;
}

const missing = (): never => {
  throw new MediaConduitError('MC_INTERNAL', 'The supervisor cannot do that yet.');
};

/** Starts, watches and stops many units as one system. */
export class Supervisor implements AsyncDisposable {
  readonly events = new EventEmitter<SupervisorEvents>();

  constructor(private readonly options: SupervisorOptions) {}

  /**
   * Makes `members` the wanted set: new ones are started, those with other settings replaced, missing ones stopped; all
   * others run on untouched. What could not be started or stopped is in the report; applying the old set takes it back.
   * @throws `MC_DEPENDENCY_CYCLE`, `MC_STACK_INVALID`: nothing was changed.
   */
  async apply(_members: readonly StackMember[], _options: ApplyOptions = {}): Promise<ApplyReport> {
    return missing();
  }

  /**
   * Starts units with what they depend on, as parallel as that allows. Default: all.
   * @throws `MC_STACK_START_FAILED` when a critical one fails, `MC_CALL_ABORTED` at the signal; what this call started is
   *   stopped again then. `MC_SERVICE_NOT_FOUND` for an unknown name.
   */
  async start(_names?: readonly string[], _signal?: AbortSignal): Promise<StartReport> {
    return missing();
  }

  /** Stops units with all that depend on them, dependants first. Default: all. */
  async stop(_names?: readonly string[]): Promise<void> {
    return missing();
  }

  /** At once, whatever the state, and with all restarts to spend again. Rejects when the unit does not get ready. */
  async restart(_name: string): Promise<void> {
    return missing();
  }

  /** Starts the unit when it does not run, and waits for its turn in its group. */
  async acquire(_name: string, _signal?: AbortSignal): Promise<UnitLease> {
    return missing();
  }

  /** In the order in which units are started. */
  status(): readonly UnitStatus[] {
    return missing();
  }

  /** What runs under this name and is ready; `undefined` otherwise. */
  unit(_name: string): Unit | undefined {
    return missing();
  }

  /** The last lines of output, oldest first; of the last run when none is under way. */
  async logs(_name: string, _lines?: number): Promise<string[]> {
    return missing();
  }

  /** Stops everything for good; later calls fail with `MC_RUNTIME_CLOSED`. Safe to call twice. */
  async close(): Promise<void> {
    return missing();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
