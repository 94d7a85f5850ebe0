import type { SupervisedUnit } from './supervised-unit';
import type { CrashReport } from './unit';
import type { UnitState } from './unit-state';

/** What a supervisor knows about one unit. */
export interface UnitStatus {
  readonly name: string;
  readonly state: UnitState;
  /** Grows by one with every start; 0 before the first. */
  readonly generation: number;
  /** Since a person last started or restarted it, or changed its settings. */
  readonly restarts: number;
  /** Since it became ready, in ms; 0 while it is not. */
  readonly uptimeMs: number;
  readonly dependsOn: readonly string[];
  readonly critical: boolean;
  readonly group?: string;
  readonly leases: number;
  /** Why it last failed, until it is ready again. */
  readonly report?: CrashReport;
}

/** What is known about a unit at this moment. */
export function toUnitStatus({ name, state, facts, failures }: SupervisedUnit): UnitStatus {
  const { dependsOn, critical, group } = facts.member;
  return {
    ...{ name, state, dependsOn, critical, group },
    generation: facts.runs.generation,
    restarts: failures.restarts,
    uptimeMs: facts.ready?.uptimeMs ?? 0,
    leases: facts.leases,
    report: failures.report,
  };
}
