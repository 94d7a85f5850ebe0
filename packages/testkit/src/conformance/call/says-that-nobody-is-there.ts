import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachFault } from './each-fault';
import { errorProblem, failureOf } from './failure-of';
import { NOWHERE } from './provider-bench';

const PATIENCE_MS = 20_000;

/** MC-P25 */
export const saysThatNobodyIsThere: Rule<CallSubject> = {
  id: 'MC-P25',
  title: 'says that nobody is there',
  level: 'silver',
  checks: 'Where no service answers at its address, a call fails with a coded error that has a hint.',
  why: 'It is what happens most: a service that is not running, a network that is down, a wrong address.',
  mend: 'Let the errors of `this.service.request(…)` and of `createHttpClient` pass; throw a `MediaConduitError` for those of other clients.',
  check(subject) {
    const place = { url: NOWHERE, startMs: 1000 };
    return eachFault(subject, { fault: { kind: 'hang' }, place }, async ({ input, model, options }) =>
      errorProblem(await failureOf(model.transform(input(), { ...options }), PATIENCE_MS)),
    );
  },
};
