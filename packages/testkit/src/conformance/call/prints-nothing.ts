import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import { eachCall } from './each-call';

/** MC-P30 */
export const printsNothing: Rule<CallSubject> = {
  id: 'MC-P30',
  title: 'prints nothing',
  level: 'gold',
  checks: 'Calls that succeed, and those of the other rules that fail, write nothing to stdout or stderr.',
  why: 'The output belongs to the program: a line in the middle breaks its JSON, its table or its progress.',
  mend: 'Write to `this.log`, which the provider gets from its host; report progress by `call.onProgress`.',
  async check(subject) {
    const verdict = await eachCall(subject, async ({ input, model, options }) => {
      await model.transform(input(), options);
      return undefined;
    });
    const printed = subject.printed();
    if (printed !== '') return verdictOf([`It prints ${JSON.stringify(printed.slice(0, 200))}.`]);
    return verdict.outcome === 'fail' ? verdictOf([]) : verdict; // that calls fail is said elsewhere
  },
};
