import type { UnitState } from '../supervisor/unit-state';

/** The six words of the original manager. */
export const SERVICE_STATES = Object.freeze({
  STOPPED: 'stopped',
  STARTING: 'starting',
  RUNNING: 'running',
  STOPPING: 'stopping',
  ERROR: 'error',
  RESTARTING: 'restarting',
} as const);

/** One value of {@link SERVICE_STATES}. */
export type ServiceState = (typeof SERVICE_STATES)[keyof typeof SERVICE_STATES];

/** What the six words depend on beside the state. */
export interface StateView {
  /** Somebody asked for a restart that has not come to its end. */
  readonly isRestarting: boolean;
  /** Something runs and was ready. */
  readonly isUp: boolean;
}

/** The word for a state. What nobody can look at counts as running while something runs. */
export function serviceState({ name }: UnitState, { isRestarting, isUp }: StateView): ServiceState {
  const word = plainWord(name, isUp);
  const isBetween = word === 'stopping' || word === 'stopped' || word === 'starting';
  return isRestarting && isBetween ? 'restarting' : word;
}

function plainWord(name: UnitState['name'], isUp: boolean): ServiceState {
  switch (name) {
    case 'absent':
      return 'stopped';
    case 'creating':
    case 'starting':
      return 'starting';
    case 'ready':
    case 'degraded':
      return 'running';
    case 'draining':
    case 'stopping':
      return 'stopping';
    case 'backoff':
      return 'restarting';
    case 'failed':
      return 'error';
    case 'unknown':
      return isUp ? 'running' : 'error';
  }
}
