import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachFault } from './each-fault';
import { errorProblem, failureOf } from './failure-of';
import type { Fault } from './faulty-server';
import { allOf } from './all-of';

const PATIENCE_MS = 20_000;
const SAID = 'conformance-said-this';

/** MC-P26 */
export const explainsRefusals: Rule<CallSubject> = {
  id: 'MC-P26',
  title: 'passes on what the service complains of',
  level: 'silver',
  checks:
    'On a service that answers 400 and on one that answers 500, with a sentence as JSON, a call fails with a coded error that has a hint and holds the sentence.',
  why: 'The service knows what is wrong; whoever called wants to read it, and not "request failed".',
  mend: 'Do not catch what `request()` throws; for an error in a stream, throw `serviceFault(…)`.',
  check: (subject) =>
    allOf(
      [400, 500].map((status) => async () => {
        const body = JSON.stringify({ error: SAID, code: 'conformance' });
        const fault: Fault = { kind: 'answer', status, contentType: 'application/json', body };
        return eachFault(subject, { fault }, async ({ input, model, options }) => {
          const failure = await failureOf(model.transform(input(), { ...options }), PATIENCE_MS);
          const problem = errorProblem(failure) ?? silence(failure);
          return problem === undefined ? undefined : `${status}: ${problem}`;
        });
      }),
    ),
};

function silence(failure: object): string | undefined {
  const { message = '' } = ('error' in failure ? failure.error : {}) as { message?: string };
  return message.includes(SAID) ? undefined : `what the service said is not in the error: ${message}`;
}
