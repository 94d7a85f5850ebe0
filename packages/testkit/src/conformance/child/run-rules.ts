import type { RuleId } from '../rule/rule';
import { notRun, type Verdict } from '../rule/verdict';
import type { RuleMessage } from './check-rules';
import type { ProcessSnapshot } from './process-snapshot';
import { runChild, type ChildEnd, type ChildOrder } from './run-child';

/** What the programs that check rules tell. */
type ChildMessage =
  | RuleMessage
  | { readonly type: 'left'; readonly left: ProcessSnapshot }
  | { readonly type: 'broken'; readonly message: string };

/** What came of it. */
export interface RulesRun {
  readonly verdicts: ReadonlyMap<RuleId, Verdict>;
  /** What the last program left behind, when it came to its end. */
  readonly left?: ProcessSnapshot;
  readonly end?: ChildEnd;
}

/** How rules are run in a program. */
export interface RulesOrder extends Omit<ChildOrder, 'onMessage' | 'order'> {
  /** In the order in which they are checked. */
  readonly rules: readonly RuleId[];
  readonly order: (rules: readonly RuleId[]) => object;
  readonly onRule?: (id: RuleId) => void;
}

/** Checks rules in a program. When code of the package ends it, that rule is broken, and the others go on in a new one. */
export async function runRules(given: RulesOrder): Promise<RulesRun> {
  const verdicts = new Map<RuleId, Verdict>();
  let left: ProcessSnapshot | undefined;
  let end: ChildEnd | undefined;
  for (let rules = given.rules; rules.length > 0; rules = given.rules.filter((id) => !verdicts.has(id))) {
    let current: RuleId | undefined;
    let broken: string | undefined;
    left = undefined;
    const onMessage = (value: unknown): void => {
      const message = value as ChildMessage; // from our own program
      if (message.type === 'begin') given.onRule?.((current = message.id));
      if (message.type === 'verdict') verdicts.set(message.id, message.verdict);
      if (message.type === 'left') left = message.left;
      if (message.type === 'broken') broken = message.message;
    };
    end = await runChild({ ...given, order: given.order(rules), onMessage });
    if (left) break;
    const open = rules.filter((id) => !verdicts.has(id));
    const culprit = current !== undefined && open.includes(current) ? current : undefined;
    if (culprit !== undefined) verdicts.set(culprit, { outcome: 'fail', problems: [describe(end, broken)] });
    else for (const id of open) verdicts.set(id, notRun(describe(end, broken), 'mend the rules before this one first'));
  }
  return { verdicts, left, end };
}

function describe({ end, exitCode, output }: ChildEnd, broken: string | undefined): string {
  if (broken !== undefined) return broken.split('\n')[0] ?? broken;
  if (end === 'deadline') return 'It did not come to an end.';
  const said = output.trim().split('\n').slice(-5).join(' | ');
  return `The program ended with ${String(exitCode)}${said === '' ? '.' : `: ${said}`}`;
}
