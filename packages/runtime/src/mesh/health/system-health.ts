import type { HealthResult, HealthStatus } from './health-result';

/** What is known of one check. */
export interface CheckReport extends HealthResult {
  readonly required: boolean;
}

/** The health of everything that is checked, and how it came about. */
export interface SystemHealth {
  readonly status: HealthStatus;
  readonly services: Readonly<Record<string, CheckReport>>;
  /** How many checks say what. */
  readonly summary: Readonly<Record<HealthStatus, number>>;
}

/** Of the optional checks at least so many must be healthy. */
const OPTIONAL_SHARE = 0.8;

/**
 * The worst of what is required counts: one unhealthy required check makes the system `unhealthy`, else one without an
 * answer makes it `unknown`, else one degraded makes it `degraded`. With all required ones healthy it is `degraded` while
 * fewer than 80 % of the optional ones are healthy, and `healthy` otherwise. Without any checks it is `unknown`.
 */
export function systemHealth(services: Readonly<Record<string, CheckReport>>): SystemHealth {
  const reports = Object.values(services);
  const summary = { healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 };
  for (const { status } of reports) summary[status]++;
  return { status: statusOf(reports), services, summary };
}

function statusOf(reports: readonly CheckReport[]): HealthStatus {
  if (reports.length === 0) return 'unknown';
  const required = reports.filter((report) => report.required).map(({ status }) => status);
  for (const worst of ['unhealthy', 'unknown', 'degraded'] as const) if (required.includes(worst)) return worst;
  const optional = reports.filter((report) => !report.required);
  const healthy = optional.filter(({ status }) => status === 'healthy');
  return healthy.length >= optional.length * OPTIONAL_SHARE ? 'healthy' : 'degraded';
}
