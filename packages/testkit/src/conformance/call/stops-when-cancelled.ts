import type { Rule } from '../rule/rule';
import { LATE, within } from '../child/within';
import type { CallSubject } from './call-subject';
import { eachFault } from './each-fault';
import { errorProblem, failureOf } from './failure-of';

const PATIENCE_MS = 10_000;

/** MC-P23 */
export const stopsWhenCancelled: Rule<CallSubject> = {
  id: 'MC-P23',
  title: 'stops when the caller does',
  level: 'silver',
  checks:
    'While the service works, the `AbortSignal` of the call is aborted: the call fails with `MC_CALL_ABORTED`, and the request to the service is ended, both within 10 s.',
  why: 'Somebody pressed Ctrl-C, or closed the page. What goes on costs money, and keeps others waiting.',
  mend: 'Pass `call` on: `this.service.request({ …, ...call })`, or its `signal` to the HTTP client of a remote API.',
  check(subject) {
    return eachFault(subject, { fault: { kind: 'hang' } }, async ({ input, model, options, server }) => {
      const controller = new AbortController();
      const call = model.transform(input(), { ...options, signal: controller.signal });
      const early = call.then(
        () => 'it succeeds, although nothing answered it.',
        (error: unknown) => errorProblem({ error }) ?? `it fails before the service is asked: ${String(error)}`,
      );
      const first = await within(Promise.race([server.untilAsked(), early]), PATIENCE_MS);
      if (typeof first === 'string') return first;
      if (first === LATE) return 'the service is never asked.';
      controller.abort();
      const failure = await failureOf(call, PATIENCE_MS);
      const isAborted = 'error' in failure && (failure.error as { code?: unknown } | null)?.code === 'MC_CALL_ABORTED';
      if (!isAborted) return errorProblem(failure, ['MC_CALL_ABORTED']);
      return (await within(server.untilLeft(), PATIENCE_MS)) === LATE
        ? 'the request to the service goes on.'
        : undefined;
    });
  },
};
