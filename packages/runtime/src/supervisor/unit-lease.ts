import { toWaitError } from '../service/call-error';
import type { Stack } from './stack';
import type { SupervisedUnit } from './supervised-unit';
import { stoppedError } from './supervisor-errors';
import { takeTurns } from './take-turns';
import type { Unit } from './unit';

/** Keeps a unit from being stopped as idle, or for another member of its group. */
export interface UnitLease extends Disposable {
  /** What runs now, also after a restart; `undefined` while it is down. */
  readonly unit: Unit | undefined;
  /** Harmless when it was called before. */
  release(): void;
}

/** Waits until the unit is ready, in its turn; see `Supervisor.acquire`. */
export async function acquireUnit(stack: Stack, unit: SupervisedUnit, signal?: AbortSignal): Promise<UnitLease> {
  try {
    signal?.throwIfAborted();
    if (!unit.facts.isSettled || unit.facts.member.group !== undefined) await takeTurns(stack, unit, signal);
  } catch (thrown) {
    throw toWaitError(thrown, unit.name, signal);
  }
  const release = unit.lease();
  try {
    if (!isUp(unit)) await stack.watch.until(() => isUp(unit) || undefined, signal);
  } catch (thrown) {
    release();
    throw toWaitError(thrown, unit.name, signal);
  }
  return {
    get unit() {
      return unit.facts.ready?.unit;
    },
    release,
    [Symbol.dispose]: release,
  };
}

/** @throws when it will not be ready by itself. */
function isUp({ name, facts, failures }: SupervisedUnit): boolean {
  if (facts.ready && !facts.isLeaving) return true;
  const { report } = failures;
  if (report && (facts.pause === 'failed' || facts.lacks !== undefined)) throw report.error;
  if (!facts.wanted) throw stoppedError(name);
  return false;
}
