import type { MediaConduitError } from '@mediaconduit/sdk';
import type { StartReport } from './start-report';
import type { CrashReport } from './unit';
import type { UnitState } from './unit-state';

/** Everything a supervisor tells, by event name. Times are in ms. */
export interface SupervisorEvents {
  /** `previousState` and `currentState` are the words of the original interfaces, see `legacyUnitState`. */
  'service-state-changed': [{ name: string; previousState: string; currentState: string; state: UnitState }];
  /** A unit could not be started or stopped, ended by itself, or hung. */
  'service-error': [{ name: string; error: MediaConduitError; critical: boolean }];
  /** What takes time before a unit is ready: building or pulling an image. */
  'service-progress': [{ name: string; message: string }];
  'service-started': [{ name: string; generation: number; durationMs: number }];
  /** It ended without being asked to, or did not answer its checks any more. */
  'service-exited': [{ name: string; report: CrashReport }];
  'service-stopped': [{ name: string }];
  /** A check was missed: `misses` in a row so far. */
  'service-unhealthy': [{ name: string; reason: string; misses: number }];
  /** A critical unit could not be started: what the start had begun is undone. */
  'startup-failed': [MediaConduitError];
  /** A start came to its end; what is not critical may have failed. */
  'all-services-started': [StartReport];
  /** This program itself stood still for so long: checks that fell into the time prove nothing. */
  'manager-stall': [{ durationMs: number }];
}
