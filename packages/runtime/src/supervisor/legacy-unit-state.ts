import type { UnitStateName } from './unit-state';

const WORDS: Readonly<Partial<Record<UnitStateName, string>>> = {
  absent: 'stopped',
  ready: 'running',
  failed: 'error',
  draining: 'stopping',
};

/** The word of the original interfaces for a state; where they had none, ours. */
export function legacyUnitState(name: UnitStateName): string {
  return WORDS[name] ?? name;
}
