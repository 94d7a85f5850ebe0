import type { Unit } from './unit';

/** When and how often a unit that ended is started again. */
export interface RestartSettings {
  /** `never`: the first end is final. Default `always`: also an end with exit code 0 is a failure. */
  readonly policy: 'always' | 'never';
  /** First pause, in ms; doubled each time. Default 1000. */
  readonly delayMs: number;
  /** Longest pause, in ms. Default 60000. */
  readonly maxDelayMs: number;
  /** Restarts in a row, with neither {@link resetMs} of readiness nor an end as idle between. Default 5. */
  readonly maxRestarts: number;
  /** So long a unit must have been ready for its restarts to be forgotten, in ms. Default 600000. */
  readonly resetMs: number;
  /** Restarts in an hour, whatever lies between. Default 20. */
  readonly maxPerHour: number;
}

/** How a unit that is ready is looked at. */
export interface LivenessSettings {
  /** In ms. Default 10000; profile `fast`: 1000. */
  readonly intervalMs: number;
  /** In ms. Default 3000; profile `fast`: 1000. */
  readonly timeoutMs: number;
  /** Misses in a row that end the unit. Default 3. */
  readonly misses: number;
}

/** One unit of a stack with what the supervisor has to know about it. */
export interface StackMember {
  /** Unique in the stack. */
  readonly name: string;
  /** Everything that makes it what it is, as plain data: a change of it replaces the unit. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Called for each start of a new generation. */
  readonly createUnit: () => Unit;
  readonly dependsOn: readonly string[];
  /** A critical unit that cannot start ends the start of the whole stack. */
  readonly critical: boolean;
  /** Whether it is restarted when something that it depends on was. */
  readonly restartWithDependencies: boolean;
  readonly restart: RestartSettings;
  readonly liveness: LivenessSettings;
  /** Time between the polite and the final end, in ms. */
  readonly stopGraceMs: number;
  /** Of the members of one exclusive group only so many run as the group allows. */
  readonly group?: string;
  /** Two copies at once are harmless: a restart makes the new one ready before the old one ends. */
  readonly rolling: boolean;
}

/** As Docker (doubling, 60 s), systemd (5 in a row) and Kubernetes (10 minutes) do it. */
export const DEFAULT_RESTART: RestartSettings = Object.freeze({
  policy: 'always',
  delayMs: 1000,
  maxDelayMs: 60_000,
  maxRestarts: 5,
  resetMs: 600_000,
  maxPerHour: 20,
});

/** One look every 10 s, three misses: a hang is noticed after at most 33 s. */
export const DEFAULT_LIVENESS: LivenessSettings = Object.freeze({ intervalMs: 10_000, timeoutMs: 3000, misses: 3 });

/** For services that must be back soon: a hang is noticed after at most 4 s. */
export const FAST_LIVENESS: LivenessSettings = Object.freeze({ intervalMs: 1000, timeoutMs: 1000, misses: 3 });
