import type { Level } from './level';
import type { RuleId } from './rule';

/** What came of one rule, for people and programs. */
export interface RuleResult {
  readonly id: RuleId;
  readonly title: string;
  readonly level: Level;
  readonly outcome: 'pass' | 'fail' | 'not-applicable' | 'not-run';
  /** The problems, or why the rule did not apply or could not be checked; empty when it is kept. */
  readonly details: readonly string[];
  /** What to do about a rule that is broken or was not checked. */
  readonly next?: string;
  /** The page of the rule. */
  readonly docs: string;
}
