import type { BreakerStateName } from './breaker-state';

/** What all circuits together say. */
export interface CircuitHealth {
  /** `healthy`: all are closed. `unhealthy`: at least half are open. `degraded`: anything between. */
  readonly status: 'healthy' | 'degraded' | 'unhealthy';
  readonly total: number;
  readonly closed: number;
  readonly halfOpen: number;
  readonly open: number;
  /** Names of those that are open. */
  readonly openCircuits: readonly string[];
}

/** The health of circuits by name and state; none at all are healthy. */
export function circuitHealth(states: ReadonlyMap<string, BreakerStateName>): CircuitHealth {
  const named = (wanted: BreakerStateName): string[] =>
    [...states].filter(([, state]) => state === wanted).map(([name]) => name);
  const [closed, halfOpen, open] = [named('closed'), named('half-open'), named('open')];
  const isDegraded = closed.length < states.size;
  const isUnhealthy = isDegraded && open.length * 2 >= states.size;
  return {
    status: isUnhealthy ? 'unhealthy' : isDegraded ? 'degraded' : 'healthy',
    total: states.size,
    closed: closed.length,
    halfOpen: halfOpen.length,
    open: open.length,
    openCircuits: open,
  };
}
