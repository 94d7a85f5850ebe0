import type { MediaConduitError } from '@mediaconduit/sdk';

/** How a unit ended by itself. */
export interface UnitEnd {
  readonly exitCode?: number;
  readonly outOfMemory?: boolean;
  /** The last lines of output, oldest first. */
  readonly logs: readonly string[];
  /** It ended because nobody used it, which is no failure: it is started again by whoever asks for it. */
  readonly idle?: boolean;
}

/**
 * One look at a unit that was ready: `unknown` when the look itself failed (no engine, our own stall), which proves
 * nothing.
 */
export type UnitHealth =
  | { readonly verdict: 'healthy' }
  | { readonly verdict: 'degraded'; readonly reason: string }
  | { readonly verdict: 'unhealthy'; readonly reason: string }
  | { readonly verdict: 'unknown'; readonly reason: string };

/** What a start tells while it is under way. */
export interface UnitStartOptions {
  readonly signal: AbortSignal;
  /** Called once when the unit is made and only has to get ready. */
  readonly onCreated: () => void;
  readonly onProgress: (message: string) => void;
}

/** What a supervisor starts, watches and stops: a service, or a component of the program itself. */
export interface Unit {
  /** Resolves when it is ready. Leaves nothing behind when it rejects or is aborted. */
  start(options: UnitStartOptions): Promise<void>;
  /** Resolves when nothing of it is left; also for one that never ran. `graceMs` is the time between the polite and the final end. */
  stop(options: { readonly graceMs: number }): Promise<void>;
  /** Does not throw; ends at the signal. */
  check(signal: AbortSignal): Promise<UnitHealth>;
  /** Resolves when the calls under way have ended, or at the signal; comes before `stop` where there is one. */
  drain?(signal: AbortSignal): Promise<void>;
  /** Keeps it from ending as idle until the returned function is called. */
  hold?(): () => void;
  /** Calls the listener when the unit ends by itself after it was ready; returns what ends that. */
  onEnded(listener: (end: UnitEnd) => void): () => void;
  /** The last lines of output, oldest first; none for what has no output. */
  logs(lines: number): Promise<string[]>;
}

/** Why a unit does not run any more, for people and for `status --json`. */
export interface CrashReport extends UnitEnd {
  readonly name: string;
  /** ISO 8601. */
  readonly at: string;
  readonly error: MediaConduitError;
  /** How long it had been ready, in ms; 0 when it never was. */
  readonly uptimeMs: number;
  /** What differs from the settings with which it last worked: `environment.PORT: 1 → 2`. */
  readonly changes: readonly string[];
  readonly restarts: number;
}
