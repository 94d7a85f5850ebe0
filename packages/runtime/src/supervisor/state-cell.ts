import { legacyUnitState } from './legacy-unit-state';
import type { Surroundings } from './surroundings';
import type { UnitState } from './unit-state';

/** What a unit is doing, told to whoever listens when it changes. */
export class StateCell {
  #state: UnitState = { name: 'absent' };

  constructor(
    private readonly name: string,
    private readonly around: Pick<Surroundings, 'tell'>,
  ) {}

  get state(): UnitState {
    return this.#state;
  }

  /** @returns whether that is something new. */
  become(next: UnitState): boolean {
    const previous = this.#state;
    if (isSame(previous, next)) return false;
    this.#state = next;
    const [previousState, currentState] = [legacyUnitState(previous.name), legacyUnitState(next.name)];
    if (previousState !== currentState) {
      this.around.tell('service-state-changed', { name: this.name, previousState, currentState, state: next });
    }
    return true;
  }
}

function isSame(a: UnitState, b: UnitState): boolean {
  if (a.name !== b.name) return false;
  return textOf(a) === textOf(b);
}

/** What tells two states of one name apart; the moment does not. */
function textOf(state: UnitState): string {
  if ('report' in state) return state.report.at + state.report.error.message;
  return 'reason' in state ? state.reason : '';
}
