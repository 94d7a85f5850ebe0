import type { Rule } from '../rule/rule';
import { notRun } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import { eachCall } from './each-call';
import { resultProblem } from './provider-bench';
import { kindsOf } from '../sample/sample-input';

/** MC-P20 */
export const answersTheDeclaredKind: Rule<CallSubject> = {
  id: 'MC-P20',
  title: 'answers with the kind of media that it declares',
  level: 'bronze',
  checks:
    'Each call of conformance.json, or one of every model of the manifest, answers a media value of the kind that the capability names. The service answers from recorded replies, or runs as a process.',
  why: 'What comes out of one model goes into the next one; types and pipelines trust the capability.',
  mend: 'Return `new Text(…)`, `Image.fromBytes(…)`, `mediaOfReply(…)` …, and declare the capability that fits.',
  async check(subject) {
    const called = new Set<unknown>();
    const verdict = await eachCall(subject, async ({ capability, input, model, options }) => {
      called.add(capability);
      return resultProblem(await model.transform(input(), options), kindsOf(capability).output);
    });
    const uncalled = subject.manifest.capabilities.filter((capability) => !called.has(capability));
    if (verdict.outcome !== 'pass' || uncalled.length === 0) return verdict;
    return notRun(`nothing calls ${uncalled.join(', ')}`, 'add such a call to "calls" of conformance.json');
  },
};
