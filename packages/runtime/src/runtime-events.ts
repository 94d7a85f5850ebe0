import { EventEmitter } from 'node:events';
import type { EngineName, MediaConduitError } from '@mediaconduit/sdk';
import type { BreakerEvents } from './resilience/breaker-state';
import type { InstallScript } from './source/fetch/fetcher';
import type { PassedOver } from './source/release-age/release-age';

/** A provider or service that was added to a project, as its lock file says from now on. */
export interface AddedPackage {
  /** As it is asked for, in the form that all spellings share. */
  readonly identifier: string;
  /** Id of the provider that it holds. */
  readonly provider?: string;
  /** Id of the service that it holds. */
  readonly service?: string;
  /** Of a package; the commit of a repository. */
  readonly version?: string;
  /** URL of the tarball or repository. */
  readonly source: string;
  /** Of its tree. */
  readonly hash: string;
  /** Scripts that it wants to run when it is installed; none has run. */
  readonly scripts: readonly InstallScript[];
}

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
  /** The project uses it from now on: it was fetched and is in the lock file. None of its code has run yet. */
  'provider-added': [AddedPackage];
  /** A newer version was not taken because it is too young. */
  'release-passed-over': [{ identifier: string } & PassedOver];
  /** What takes time before a provider or service is there. */
  'fetch-progress': [{ identifier: string; message: string }];
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
