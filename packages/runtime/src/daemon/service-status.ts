import type { RunningService } from '@mediaconduit/sdk';
import type { CrashReport } from '../supervisor/unit';
import type { UnitStatus } from '../supervisor/unit-status';
import type { CrashStatus, ServiceStatus } from './protocol';
import { toWireError } from './wire-error';

/** What else is known of a unit that is a service. */
export interface ServiceFacts {
  readonly serviceId: string;
  readonly running: RunningService | undefined;
  /** Of the supervisor's clock. */
  readonly now: number;
}

/** What is told of a unit that is a service. */
export function serviceStatusOf(status: UnitStatus, { now, running, serviceId }: ServiceFacts): ServiceStatus {
  const { critical, dependsOn, generation, name, report, restarts, state, uptimeMs } = status;
  return {
    ...{ name, serviceId, critical, dependsOn, generation, restarts, uptimeMs: Math.round(uptimeMs) },
    state: state.name,
    reason: 'reason' in state ? state.reason : undefined,
    engine: running?.engine,
    baseUrl: running?.baseUrl,
    nextTryInMs: state.name === 'backoff' ? Math.round(Math.max(0, state.until - now)) : undefined,
    crash: report && crashStatusOf(report),
  };
}

function crashStatusOf(report: CrashReport): CrashStatus {
  const { at, changes, error, exitCode, logs, outOfMemory, restarts, uptimeMs } = report;
  return {
    at,
    changes,
    exitCode,
    logs,
    outOfMemory,
    restarts,
    uptimeMs: Math.round(uptimeMs),
    error: toWireError(error),
  };
}
