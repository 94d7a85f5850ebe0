import type { Stack } from './stack';
import type { SupervisedUnit } from './supervised-unit';
import { takeTurns } from './take-turns';

/** Starts a unit in its turn. Resolves when it is ready, or this start has failed or is not wanted any more. */
export async function wakeUnit(stack: Stack, unit: SupervisedUnit): Promise<void> {
  const { facts, failures } = unit;
  const failed = failures.count;
  const isOver = (): boolean =>
    facts.isSettled || !facts.wanted || facts.lacks !== undefined || failures.count > failed;
  try {
    await takeTurns(stack, unit);
    await stack.watch.until(() => isOver() || undefined);
  } catch {
    // stopped meanwhile, or closed
  }
}
