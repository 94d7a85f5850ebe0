import type { EngineName, ReadinessDefinition, ServiceLimits } from '@mediaconduit/sdk';
import { DEFAULT_BREAKER, type BreakerSettings } from '../resilience/breaker-settings';
import { DEFAULT_BULKHEAD, type BulkheadSettings } from '../resilience/bulkhead-settings';
import {
  DEFAULT_LIVENESS,
  DEFAULT_RESTART,
  type LivenessSettings,
  type RestartSettings,
} from '../supervisor/stack-member';

/** Everything that a stack says of one service, complete. */
export interface ServiceSettings {
  readonly engines: readonly EngineName[];
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: ServiceLimits;
  readonly readiness: ReadinessDefinition;
  readonly idleStopMs: number;
  readonly dependsOn: readonly string[];
  readonly critical: boolean;
  readonly restart: RestartSettings;
  readonly liveness: LivenessSettings;
  readonly breaker: BreakerSettings;
  readonly bulkhead: BulkheadSettings;
  readonly stopGraceMs: number;
  readonly rolling: boolean;
  readonly restartWithDependencies: boolean;
  readonly group?: string;
}

/** What one place says of a service; the members of maps are given singly. */
export type SettingsLayer = {
  readonly [Key in keyof ServiceSettings]?: ServiceSettings[Key] extends readonly unknown[]
    ? ServiceSettings[Key]
    : Partial<ServiceSettings[Key]>;
};

/** What holds when nobody says anything. The readiness is that of a service which no manifest describes. */
export const DEFAULT_SETTINGS: ServiceSettings = Object.freeze({
  engines: [],
  environment: {},
  limits: {},
  readiness: { path: '/health', timeoutMs: 60_000 },
  idleStopMs: 0,
  dependsOn: [],
  critical: false,
  restart: DEFAULT_RESTART,
  liveness: DEFAULT_LIVENESS,
  breaker: DEFAULT_BREAKER,
  bulkhead: DEFAULT_BULKHEAD,
  stopGraceMs: 10_000,
  rolling: false,
  restartWithDependencies: false,
});

/** Settings whose members are given singly. */
type Divided = 'environment' | 'limits' | 'readiness' | 'restart' | 'liveness' | 'breaker' | 'bulkhead';

/** The settings with a layer over them; a value of the layer that is `undefined` says nothing. */
export function laySettings(base: ServiceSettings, layer: SettingsLayer): ServiceSettings {
  const { environment, limits, readiness, restart, liveness, breaker, bulkhead, ...single } = layer;
  return {
    ...overlay<Omit<ServiceSettings, Divided>>(base, single),
    environment: overlay(base.environment, environment),
    limits: overlay(base.limits, limits),
    readiness: overlay(base.readiness, readiness),
    restart: overlay(base.restart, restart),
    liveness: overlay(base.liveness, liveness),
    breaker: overlay(base.breaker, breaker),
    bulkhead: overlay(base.bulkhead, bulkhead),
  };
}

function overlay<T extends object>(base: T, layer: Partial<T> = {}): T {
  const said = Object.entries(layer).filter(([, value]) => value !== undefined);
  return { ...base, ...(Object.fromEntries(said) as Partial<T>) };
}
