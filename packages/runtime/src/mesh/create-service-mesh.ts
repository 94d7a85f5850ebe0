import { EventEmitter } from 'node:events';
import { SILENT_LOGGER, SYSTEM_CLOCK, type Clock, type Logger } from '@mediaconduit/sdk';
import { CircuitRegistry } from '../resilience/circuit-registry';
import { Supervisor } from '../supervisor/supervisor';
import type { SupervisorEvents } from '../supervisor/supervisor-events';
import { secretsOf } from './config/mesh-secrets';
import type { MeshConfig } from './config/mesh-settings';
import { resolveMeshConfig } from './config/resolve-mesh-config';
import { HealthChecker } from './health/health-checker';
import type { MeshEvents } from './mesh-events';
import type { MeshHost } from './mesh-host';
import { createRedactor } from '../config/redactor';
import { ServiceMesh } from './service-mesh';
import { SupervisedHost, type HostOptions } from './supervised-host';

/** Settings of a mesh; everything has a default. */
export interface ServiceMeshOptions {
  /** Asked whenever it is needed. Default: the defaults of all settings. */
  readonly config?: () => MeshConfig;
  /** Further values that no status may show. */
  readonly secrets?: readonly string[];
  readonly clock?: Clock;
  /** Default: silent. */
  readonly log?: Logger;
  /** From 0 up to 1, for jitter. Default: `Math.random`. */
  readonly random?: () => number;
  /** Default: one of its own, looking every `healthCheckInterval` seconds. */
  readonly health?: HealthChecker;
  /** Default: one of its own. */
  readonly circuits?: CircuitRegistry;
}

const FORWARDED = [
  'service-state-changed',
  'service-error',
  'service-progress',
  'service-started',
  'service-exited',
  'service-stopped',
  'service-unhealthy',
  'startup-failed',
  'all-services-started',
  'manager-stall',
] as const satisfies readonly (keyof SupervisorEvents)[];

/** A mesh without components; `S` tells their types by name. */
export function createServiceMesh<S extends object = Record<string, unknown>>(
  options: ServiceMeshOptions = {},
): ServiceMesh<S> {
  const { clock = SYSTEM_CLOCK, log = SILENT_LOGGER, random } = options;
  const defaults = resolveMeshConfig({}, {}).config;
  const config = options.config ?? (() => defaults);
  const redact = createRedactor(() => [...secretsOf(config()), ...(options.secrets ?? [])]);
  const events = new EventEmitter<MeshEvents>();
  const health = options.health ?? createHealthChecker(clock, config(), redact);
  const circuits = options.circuits ?? createCircuits(clock, config(), random);
  health.events.on('health-changed', (change) => events.emit('health-changed', change));
  circuits.events.on('state-changed', (change) => events.emit('circuit-changed', change));

  const createHost = (host: HostOptions): MeshHost => {
    const { maxConcurrentStarts, gracefulShutdownTimeout } = config();
    const drainMs = gracefulShutdownTimeout * 1000;
    const supervisor = new Supervisor({ clock, log, random, maxConcurrentStarts, drainMs });
    for (const name of FORWARDED) forward(name, supervisor.events, events);
    return new SupervisedHost(supervisor, host);
  };
  return new ServiceMesh<S>({ clock, log, config, health, circuits, events, redact, createHost });
}

/** A checker as the configuration says, whose answers hold no secret. */
export function createHealthChecker(
  clock: Clock,
  { healthCheckInterval }: MeshConfig,
  redact: <T>(value: T) => T,
): HealthChecker {
  return new HealthChecker({ clock, intervalMs: healthCheckInterval * 1000, redact });
}

/** Circuit breakers as the configuration says. */
export function createCircuits(
  clock: Clock,
  { circuitBreakerThreshold, circuitBreakerTimeout }: MeshConfig,
  random?: () => number,
): CircuitRegistry {
  const openMs = circuitBreakerTimeout * 1000;
  const settings = { connectionFailures: circuitBreakerThreshold, openMs, maxOpenMs: Math.max(60_000, openMs) };
  return new CircuitRegistry({ clock, random, settings });
}

/** A mesh tells all that its supervisor tells, with the same facts. */
function forward(
  name: keyof SupervisorEvents,
  from: EventEmitter<SupervisorEvents>,
  to: EventEmitter<MeshEvents>,
): void {
  const emitter: EventEmitter = to;
  (from as EventEmitter).on(name, (...facts: unknown[]) => emitter.emit(name, ...facts));
}
