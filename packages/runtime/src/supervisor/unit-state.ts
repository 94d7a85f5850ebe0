import type { CrashReport } from './unit';

/**
 * What a supervised unit is doing. Times are those of the supervisor's clock, in ms. `degraded` runs, but its checks say
 * that it works badly, or something that it depends on is gone.
 */
export type UnitState =
  | { readonly name: 'absent' }
  | { readonly name: 'creating' }
  | { readonly name: 'starting' }
  | { readonly name: 'ready'; readonly since: number }
  | { readonly name: 'degraded'; readonly since: number; readonly reason: string }
  | { readonly name: 'draining' }
  | { readonly name: 'stopping' }
  | { readonly name: 'backoff'; readonly until: number; readonly report: CrashReport }
  | { readonly name: 'failed'; readonly report: CrashReport }
  | { readonly name: 'unknown'; readonly reason: string };

/** One key of {@link UnitState}. */
export type UnitStateName = UnitState['name'];
