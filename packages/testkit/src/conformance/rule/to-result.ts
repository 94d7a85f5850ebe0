import { rulePage, type RuleText } from './rule';
import type { RuleResult } from './rule-result';
import type { Verdict } from './verdict';

/** A verdict with all that people want to know of its rule. */
export function toResult({ id, level, mend, title }: RuleText, verdict: Verdict): RuleResult {
  const head = { id, title, level, outcome: verdict.outcome, docs: rulePage(id) };
  switch (verdict.outcome) {
    case 'pass':
      return { ...head, details: [] };
    case 'fail':
      return { ...head, details: verdict.problems, next: mend };
    case 'not-applicable':
      return { ...head, details: [verdict.reason] };
    case 'not-run':
      return { ...head, details: [verdict.reason], next: verdict.next };
  }
}
