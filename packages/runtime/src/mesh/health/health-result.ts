/** `unknown`: nobody has looked yet, or the look proved nothing. */
export type HealthStatus = 'healthy' | 'degraded' | 'unhealthy' | 'unknown';

/** What a check may say besides yes and no. */
export interface HealthVerdict {
  readonly status: HealthStatus;
  readonly message?: string;
  /** Figures for people and dashboards. Values under names such as `password` are never shown. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What one look at a component saw. */
export interface HealthResult extends HealthVerdict {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** ISO 8601; missing before the first look. */
  readonly checkedAt?: string;
  readonly durationMs: number;
}

/** Looks at something once. To throw or to return `false` means unhealthy; the signal aborts at the deadline. */
export type HealthCheck = (signal: AbortSignal) => boolean | HealthVerdict | Promise<boolean | HealthVerdict>;

/** Before the first look. */
export const NOT_CHECKED: HealthResult = Object.freeze({
  status: 'unknown',
  message: 'not checked yet',
  details: {},
  durationMs: 0,
});
