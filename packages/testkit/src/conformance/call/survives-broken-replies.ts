import type { Rule } from '../rule/rule';
import { allOf } from './all-of';
import type { CallSubject } from './call-subject';
import { eachFault } from './each-fault';
import { errorProblem, failureOf } from './failure-of';
import type { Fault } from './faulty-server';

const PATIENCE_MS = 20_000;

const FAULTS: Readonly<Record<string, Fault>> = {
  'a page of HTML': { kind: 'answer', status: 200, contentType: 'text/html', body: '<html>It works!</html>' },
  'an empty object': { kind: 'answer', status: 200, contentType: 'application/json', body: '{}' },
  'JSON of another kind': { kind: 'answer', status: 200, contentType: 'application/json', body: '[[null]]' },
  'half an answer': { kind: 'cut', contentType: 'application/json', body: '{"result":"Hel' },
};

/** MC-P27 */
export const survivesBrokenReplies: Rule<CallSubject> = {
  id: 'MC-P27',
  title: 'notices a reply that is none',
  level: 'gold',
  checks:
    'A page of HTML, `{}`, JSON of another shape, and an answer whose connection breaks make a call fail with a coded error that has a hint.',
  why: 'A proxy in between, another version of the service, a crash in the middle: none of it may look like a result, or like a fault in the program of the caller.',
  mend: 'Look at the reply before you use it, and `throw unexpectedReply(…)`.',
  check: (subject) =>
    allOf(
      Object.entries(FAULTS).map(([what, fault]) => () => {
        return eachFault(subject, { fault }, async ({ input, model, options }) => {
          const failure = await failureOf(model.transform(input(), { ...options }), PATIENCE_MS);
          const problem = errorProblem(failure);
          return problem === undefined ? undefined : `on ${what}: ${problem}`;
        });
      }),
    ),
};
