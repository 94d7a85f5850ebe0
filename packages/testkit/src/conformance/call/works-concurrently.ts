import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachCall } from './each-call';
import { resultProblem } from './provider-bench';

const CALLS = 8;

/** MC-P32 */
export const worksConcurrently: Rule<CallSubject> = {
  id: 'MC-P32',
  title: 'takes several calls at once',
  level: 'gold',
  checks: 'Of nine calls of one model that are made at once, one is cancelled; the other eight answer as they should.',
  why: 'A server calls one instance for all of its users; the end of one request is not the end of the others.',
  mend: 'Keep what belongs to a call in the call, not in fields of the model.',
  check(subject) {
    return eachCall({ ...subject, calls: subject.calls.slice(0, 1) }, async ({ input, model, options }) => {
      const controller = new AbortController();
      const cancelled = model.transform(input(), { ...options, signal: controller.signal }).catch(() => undefined);
      const calls = Array.from({ length: CALLS }, () => model.transform(input(), options));
      const all = Promise.allSettled(calls);
      controller.abort();
      await cancelled;
      for (const one of await all) {
        if (one.status === 'rejected') return `one of ${CALLS} calls fails: ${String(one.reason)}`;
        const problem = resultProblem(one.value);
        if (problem !== undefined) return problem;
      }
      return undefined;
    });
  },
};
