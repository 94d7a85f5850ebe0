import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachCall } from './each-call';
import { modelOf, resultProblem } from './provider-bench';

/** MC-P31 */
export const worksBesideItself: Rule<CallSubject> = {
  id: 'MC-P31',
  title: 'works beside another instance of itself',
  level: 'gold',
  checks: 'Two instances are made; one is used and disposed, then the other one still answers.',
  why: 'A refresh loads the new version beside the old one, tests make many, and two projects share one program.',
  mend: 'Keep nothing in variables of the module: clients, caches and timers belong to the instance.',
  check(subject) {
    const [call] = subject.calls;
    if (!call) return eachCall(subject, async () => undefined);
    return eachCall({ ...subject, calls: [call] }, async ({ input, model, options, upstream }) => {
      {
        await using other = await subject.bench.open(upstream);
        const problem = resultProblem(await (await modelOf(other, call)).transform(input(), options));
        if (problem !== undefined) return `the first instance: ${problem}`;
      }
      const problem = resultProblem(await model.transform(input(), options));
      return problem === undefined ? undefined : `after another instance was disposed: ${problem}`;
    });
  },
};
