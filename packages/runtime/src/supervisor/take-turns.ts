import { anySignal } from '@mediaconduit/sdk';
import type { Stack } from './stack';
import type { SupervisedUnit } from './supervised-unit';
import { stoppedError } from './supervisor-errors';

/**
 * Asks for the unit and for all that it needs, and waits until each has had its turn.
 * @throws `MC_CALL_ABORTED` when the unit is not wanted any more.
 */
export async function takeTurns(stack: Stack, { facts, name }: SupervisedUnit, signal?: AbortSignal): Promise<void> {
  const units = stack.graph.withDependencies([name]).flatMap((needed) => stack.units.get(needed) ?? []);
  for (const unit of units) if (!unit.facts.wanted) unit.want({ retry: false });
  const over = new AbortController();
  const either = signal ? anySignal([signal, over.signal]) : over.signal;
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
