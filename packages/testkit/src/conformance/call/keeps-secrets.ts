import { inspect } from 'node:util';
import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf } from '../rule/verdict';
import { allOf } from './all-of';
import type { CallSubject } from './call-subject';
import { eachFault } from './each-fault';
import { failureOf } from './failure-of';
import type { Fault } from './faulty-server';
import { CANARY, NOWHERE, type BenchPlace } from './provider-bench';

const PATIENCE_MS = 20_000;

interface Try {
  readonly fault: Fault;
  readonly place?: BenchPlace;
}

const TRIES: readonly Try[] = [
  { fault: { kind: 'hang' }, place: { url: NOWHERE, startMs: 1000 } },
  { fault: { kind: 'answer', status: 401, contentType: 'application/json', body: '{"error":"unknown key"}' } },
  { fault: { kind: 'answer', status: 500, contentType: 'text/plain', body: 'out of order' } },
  { fault: { kind: 'cut', contentType: 'application/json', body: '{' } },
];

/** MC-P29 */
export const keepsSecrets: Rule<CallSubject> = {
  id: 'MC-P29',
  title: 'keeps keys to itself',
  level: 'gold',
  checks:
    'Calls are made with a key and fail in several ways. The key stands in no error (message, stack, facts and causes), in no line of the log, and in nothing that is printed.',
  why: 'Errors are pasted into issues, logs are sent to other companies.',
  mend: 'Use `createHttpClient`, whose errors hold no headers; never put a key into a URL or a message.',
  async check(subject) {
    const { environment, type } = subject.manifest;
    const hasSecret = type === 'remote' || Object.values(environment).some(({ secret }) => secret);
    if (!hasSecret) return notApplicable('it takes no key');
    const verdict = await allOf(TRIES.map((one) => () => failing(subject, one)));
    if (!subject.printed().includes(CANARY)) return verdict;
    return verdictOf(['The key is printed.', ...(verdict.outcome === 'fail' ? verdict.problems : [])]);
  },
};

function failing(subject: CallSubject, one: Try): ReturnType<typeof eachFault> {
  return eachFault(subject, one, async ({ input, model, opened, options }) => {
    const failure = await failureOf(model.transform(input(), { ...options }), PATIENCE_MS);
    const { error } = failure as { error?: unknown };
    const shown = `${inspect(error, { depth: 12 })} ${JSON.stringify(error) ?? ''}`;
    if (shown.includes(CANARY)) return `the key stands in the error: ${String(error)}`;
    return opened.log.lines.some((line) => line.includes(CANARY)) ? 'the key stands in the log.' : undefined;
  });
}
