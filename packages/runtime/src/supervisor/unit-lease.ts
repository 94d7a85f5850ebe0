import { toCallError } from '../service/call-error';
import type { Stack } from './stack';
import type { SupervisedUnit } from './supervised-unit';
import { stoppedError } from './supervisor-errors';
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
    throw toCallError(thrown, unit.name, { path: 'its start', signal });
  }
  const release = unit.lease();
  try {
    if (!isUp(unit)) await stack.watch.until(() => isUp(unit) || undefined, signal);
  } catch (thrown) {
    release();
    throw toCallError(thrown, unit.name, { path: 'its start', signal });
  }
  return {
    get unit() {
      return unit.facts.ready?.unit;
    },
    release,
    [Symbol.dispose]: release,
  };
}

/**
 * Asks for the unit and for all that it needs, and waits until each has had its turn.
 * @throws `MC_CALL_ABORTED` when the unit is not wanted any more.
 */
async function takeTurns(stack: Stack, { facts, name }: SupervisedUnit, signal?: AbortSignal): Promise<void> {
  const units = stack.graph.withDependencies([name]).flatMap((needed) => stack.units.get(needed) ?? []);
  for (const unit of units) if (!unit.facts.wanted) unit.want({ retry: false });
  const over = new AbortController();
  const either = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const takeAll = async (): Promise<void> => {
    for (const unit of units) await stack.groupOf(unit.facts.member)?.turn(unit.name, either);
  };
  const watchUntilStopped = (): Promise<never> =>
    stack.watch.until<never>(() => {
      if (!facts.wanted) throw stoppedError(name);
      return undefined;
    }, either);
  try {
    const stopped = Promise.resolve().then(watchUntilStopped); // asked for inside of an event of it, it is wanted after that
    await Promise.race([takeAll(), stopped]);
  } finally {
    over.abort();
  }
}

/** @throws when it will not be ready by itself. */
function isUp({ name, facts, failures }: SupervisedUnit): boolean {
  if (facts.ready && !facts.isLeaving) return true;
  const { report } = failures;
  if (report && (facts.pause === 'failed' || facts.lacks !== undefined)) throw report.error;
  if (!facts.wanted) throw stoppedError(name);
  return false;
}
