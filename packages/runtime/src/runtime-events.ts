import { EventEmitter } from 'node:events';
import type { EngineName, MediaConduitError } from '@mediaconduit/sdk';
import type { BreakerEvents } from './resilience/breaker-state';

/** Everything the runtime tells, by event name. Times are in ms. */
export interface RuntimeEvents {
  'provider-loaded': [{ provider: string; source: string; durationMs: number }];
  /** A newer version took over; `source` is its folder, missing for one that was made by hand. */
  'provider-refreshed': [
    { provider: string; source?: string; previousVersion?: string; version?: string; durationMs: number },
  ];
  /** A newer version could not be used; the one before goes on. */
  'provider-refresh-failed': [{ provider: string; error: MediaConduitError }];
  /** A version that was replaced is disposed; so many calls still ran on it when its time was over. */
  'provider-retired': [{ provider: string; abandonedCalls: number; durationMs: number }];
  /** A provider broke while it was loaded; its code is not run again until its files change. */
  'provider-quarantined': [{ provider: string; source: string; error: MediaConduitError }];
  /** Something tolerated that its author should mend. */
  'provider-warning': [{ provider: string; message: string }];
  'service-state-changed': [{ name: string; previousState: string; currentState: string }];
  /** What takes time before a service runs: building or pulling an image. */
  'service-progress': [{ name: string; message: string }];
  'service-started': [
    { name: string; engine: EngineName; baseUrl: string; generation: number; adopted: boolean; durationMs: number },
  ];
  'service-exited': [{ name: string; exitCode: number | undefined }];
  'service-stopped': [{ name: string }];
  'service-error': [{ name: string; error: MediaConduitError }];
  /** The circuit breaker of a service opened, closed, or tries. */
  'breaker-state-changed': BreakerEvents['state-changed'];
}

/** The emitter that all parts of one runtime share. */
export type RuntimeEmitter = EventEmitter<RuntimeEvents>;

/** An emitter with room for one listener per service of a large installation. */
export function createRuntimeEmitter(): RuntimeEmitter {
  return new EventEmitter<RuntimeEvents>().setMaxListeners(1000);
}
