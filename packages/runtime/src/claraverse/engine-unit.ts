import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { Runtime } from '../runtime';
import type { ProbeResult } from '../service/readiness-probe';
import { ServiceController } from '../service/service-controller';
import { createServiceUnit, type ServiceUnit } from '../supervisor/service-unit';
import { look, type HealthCheck } from './look';
import type { ServiceRecord } from './service-record';

/** What a service on an engine is run with. */
export interface EngineUnitOptions {
  readonly record: ServiceRecord;
  readonly runtime: Runtime;
  /** Decides in place of an HTTP request whether it is well. */
  readonly check?: HealthCheck;
  /** How long {@link check} may take. */
  readonly timeoutMs: number;
  /** Whether the definition alone decides about the engine, not the settings of the runtime. */
  readonly pinned: boolean;
}

/** One generation of a service that an engine runs, or that somebody else does. */
export function createEngineUnit(definition: ServiceDefinition, options: EngineUnitOptions): ServiceUnit {
  const { check, pinned, record, runtime, timeoutMs } = options;
  const { parts } = runtime.services.control(definition);
  const ask = async (baseUrl: string, signal?: AbortSignal): Promise<ProbeResult> => {
    const health = await look(() => check?.(baseUrl), { name: record.name, clock: parts.clock, signal, timeoutMs });
    return health.verdict === 'healthy' ? { verdict: 'ready' } : { verdict: 'wait', reason: health.reason };
  };
  const probe: typeof parts.probe = async (baseUrl, path, signal) => {
    const result = await (check ? ask(baseUrl, signal) : parts.probe(baseUrl, path, signal));
    record.lastHealthCheck = Date.now();
    return result;
  };
  const own = { ...parts, probe };
  return createServiceUnit(
    new ServiceController(definition, pinned ? { ...own, choice: 'auto', leased: undefined } : own),
  );
}
