import { LEVELS, type Level } from './level';
import type { RuleResult } from './rule-result';

/** The best level of which every rule, and every rule of those before, is kept; `undefined` below bronze. What was not checked is not kept. */
export function levelOf(results: readonly Pick<RuleResult, 'level' | 'outcome'>[]): Level | undefined {
  const isKept = (level: Level): boolean =>
    results.every((one) => one.level !== level || one.outcome === 'pass' || one.outcome === 'not-applicable');
  const firstBroken = LEVELS.findIndex((level) => !isKept(level));
  return firstBroken === -1 ? LEVELS.at(-1) : LEVELS[firstBroken - 1];
}
