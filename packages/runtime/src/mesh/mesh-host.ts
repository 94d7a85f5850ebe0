import type { MediaConduitError } from '@mediaconduit/sdk';
import type { ComponentUnit } from './component-unit';

/** What of one component the status tells. */
export interface ComponentState {
  /** A key of `UnitState`. */
  readonly state: string;
  readonly restarts: number;
  readonly uptimeMs: number;
  /** Why it does not run, or works badly. */
  readonly reason?: string;
}

/** A component that could not be started although the start as a whole went on. */
export interface FailedComponent {
  readonly name: string;
  readonly error: MediaConduitError;
}

/** How a start went. */
export interface MeshStartReport {
  readonly ready: readonly string[];
  /** None of them required. */
  readonly failed: readonly FailedComponent[];
}

/** What runs the singletons of a mesh: the supervisor, or the plain sequence without it. */
export interface MeshHost {
  start(signal: AbortSignal): Promise<MeshStartReport>;
  restart(name: string): Promise<void>;
  /** Makes anew what was changed, and what has to follow. Rejects when something of it does not get ready. */
  update(): Promise<void>;
  /** What runs and is ready. */
  unit(name: string): ComponentUnit | undefined;
  state(name: string): ComponentState;
  /** Gives up what is under way, and stops everything for good. */
  close(): Promise<void>;
}
