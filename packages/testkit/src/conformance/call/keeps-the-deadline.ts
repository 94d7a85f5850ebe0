import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachFault } from './each-fault';
import { errorProblem, failureOf } from './failure-of';

const DEADLINE_MS = 300;
const PATIENCE_MS = 10_000;

/** MC-P24 */
export const keepsTheDeadline: Rule<CallSubject> = {
  id: 'MC-P24',
  title: 'keeps the deadline of a call',
  level: 'silver',
  checks: 'On a service that never answers, a call with `timeoutMs` fails with `MC_CALL_TIMEOUT` and a hint.',
  why: 'A call without an end keeps a job, a page or a pipeline for ever.',
  mend: 'Pass `call` on: `this.service.request({ …, ...call })`, or its `timeoutMs` to the HTTP client of a remote API.',
  check(subject) {
    return eachFault(subject, { fault: { kind: 'hang' } }, async ({ input, model, options }) => {
      const call = model.transform(input(), { ...options, timeoutMs: DEADLINE_MS });
      return errorProblem(await failureOf(call, PATIENCE_MS), ['MC_CALL_TIMEOUT']);
    });
  },
};
