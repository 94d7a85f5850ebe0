import type { ServiceUnit } from '../supervisor/service-unit';
import type { Supervisor } from '../supervisor/supervisor';
import type { UnitStatus } from '../supervisor/unit-status';
import type { DeploymentMode } from './clara-service';
import { policyOf } from './service-form';
import type { ServiceRecord } from './service-record';
import type { ServiceState } from './service-state';

/** What `getServicesStatus()` tells of one service: plain data, fit for IPC. */
export interface ServiceStatus {
  readonly state: ServiceState;
  readonly deploymentMode: DeploymentMode;
  /** Since a person last started or restarted it. */
  readonly restartAttempts: number;
  /** In ms since 1970; `null` before the first. */
  readonly lastHealthCheck: number | null;
  /** Why it last failed, until it is ready again. */
  readonly lastError: string | null;
  /** Since it became ready, in ms; 0 while it is not. */
  readonly uptime: number;
  /** Where it answers, if it is known. */
  readonly serviceUrl: string | null;
  readonly isManual: boolean;
  readonly canRestart: boolean;
  readonly supportedModes: readonly DeploymentMode[];
}

/** What is known of all services at this moment, by name. */
export function servicesStatus(
  records: Iterable<ServiceRecord>,
  supervisor: Supervisor,
): Record<string, ServiceStatus> {
  const known = new Map(supervisor.status().map((status) => [status.name, status]));
  return Object.fromEntries(
    [...records].map((record) => [record.name, statusOf(record, supervisor, known.get(record.name))]),
  );
}

function statusOf(record: ServiceRecord, supervisor: Supervisor, known: UnitStatus | undefined): ServiceStatus {
  const { deploymentMode, isManual, lastHealthCheck, state, supportedModes } = record;
  const { running } = (supervisor.unit(record.name) ?? {}) as Partial<ServiceUnit>;
  const own = running && running.address.port !== 0 ? running.baseUrl : undefined;
  return {
    ...{ state, deploymentMode, lastHealthCheck, isManual, supportedModes },
    restartAttempts: known?.restarts ?? 0,
    lastError: known?.report?.error.message ?? null,
    uptime: known?.uptimeMs ?? 0,
    serviceUrl: own ?? (isManual ? record.manualUrl : record.knownUrl) ?? null,
    canRestart: !isManual && policyOf(record.definition).autoRestart !== false,
  };
}
