import { isMediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { Rule, RuleId } from '../rule/rule';
import type { Verdict } from '../rule/verdict';
import { LATE, within } from './within';

/** What a child program tells of one rule. */
export type RuleMessage =
  | { readonly type: 'begin'; readonly id: RuleId }
  | { readonly type: 'verdict'; readonly id: RuleId; readonly verdict: Verdict };

/** Checks rules one after the other, and tells when each begins and what came of it. */
export async function checkRules<Subject>(
  rules: readonly Rule<Subject>[],
  subject: Subject,
  { ms, tell }: { readonly ms: number; readonly tell: (message: RuleMessage) => void },
): Promise<void> {
  for (const rule of rules) {
    tell({ type: 'begin', id: rule.id });
    tell({ type: 'verdict', id: rule.id, verdict: await checkInTime(rule, subject, ms) });
  }
}

/** Checks one rule: what it throws is what is wrong, and so is what never ends. */
async function checkInTime<Subject>(rule: Rule<Subject>, subject: Subject, ms: number): Promise<Verdict> {
  try {
    const verdict = await within(Promise.resolve(rule.check(subject)), ms);
    if (verdict !== LATE) return verdict;
    return { outcome: 'fail', problems: [`It did not come to an end within ${ms / 1000} s.`] };
  } catch (error) {
    return { outcome: 'fail', problems: [messageOf(error), ...writtenBefore(error)] };
  }
}

const MOST_LINES = 5;

/** The last lines of a program that did not start. */
function writtenBefore(error: unknown): string[] {
  const logs = isMediaConduitError(error) ? error.facts['logs'] : undefined;
  return Array.isArray(logs) ? logs.slice(-MOST_LINES).map((line) => `it wrote: ${String(line)}`) : [];
}
