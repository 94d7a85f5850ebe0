import { DEFAULT_RESTART, type LivenessSettings, type RestartSettings } from '../supervisor/stack-member';
import type { ServicePolicy, ServiceType } from './clara-service';

/** Defaults for all services of one manager, in ms. Changes count from the next start on. */
export interface ManagerConfig {
  startupTimeout: number;
  shutdownTimeout: number;
  healthCheckInterval: number;
  maxRestartAttempts: number;
  restartDelay: number;
}

/** As the original manager has them. */
export const DEFAULT_CONFIG: Readonly<ManagerConfig> = Object.freeze({
  startupTimeout: 30_000,
  shutdownTimeout: 15_000,
  healthCheckInterval: 30_000,
  maxRestartAttempts: 3,
  restartDelay: 5000,
});

/** How long a health check may take by the type of its service, in ms. */
export const HEALTH_CHECK_TIMEOUTS: Readonly<Record<ServiceType, number>> = Object.freeze({
  'docker-daemon': 10_000,
  'docker-container': 15_000,
  binary: 5000,
  service: 3000,
});

const OTHER_TIMEOUT_MS = 5000;
const MISSES = 3;

/** How long a health check of the service may take, in ms: 5000 for one without a type. */
export function getHealthCheckTimeout({ type }: { readonly type?: ServiceType }): number {
  return type === undefined ? OTHER_TIMEOUT_MS : HEALTH_CHECK_TIMEOUTS[type];
}

/** What a supervisor has to know of one service, in its own words. */
export interface ServiceTiming {
  readonly startupMs: number;
  readonly shutdownMs: number;
  readonly restart: RestartSettings;
  readonly liveness: LivenessSettings;
}

/** Lays what a service says over what its manager says. */
export function timingOf(
  policy: ServicePolicy & { readonly type?: ServiceType; readonly maxRestartAttempts?: number },
  config: Readonly<ManagerConfig>,
): ServiceTiming {
  const { maxRestarts = policy.maxRestartAttempts ?? config.maxRestartAttempts } = policy;
  return {
    startupMs: policy.startupTimeout ?? config.startupTimeout,
    shutdownMs: policy.shutdownTimeout ?? config.shutdownTimeout,
    restart: {
      ...DEFAULT_RESTART,
      policy: policy.autoRestart === false ? 'never' : 'always',
      delayMs: policy.restartDelay ?? config.restartDelay,
      maxRestarts,
    },
    liveness: {
      intervalMs: policy.healthCheckInterval ?? config.healthCheckInterval,
      timeoutMs: getHealthCheckTimeout(policy),
      misses: MISSES,
    },
  };
}
