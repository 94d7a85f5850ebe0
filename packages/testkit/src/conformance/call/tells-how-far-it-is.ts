import type { Progress } from '@mediaconduit/sdk';
import type { Rule } from '../rule/rule';
import { notApplicable } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import { eachCall, type ReadyCall } from './each-call';
import { resultProblem } from './provider-bench';

/** MC-P34 */
export const tellsHowFarItIs: Rule<CallSubject> = {
  id: 'MC-P34',
  title: 'tells properly how far it is',
  level: 'gold',
  checks:
    'What a model reports to `onProgress` has a phase and a message, and never more completed than there is. A model that streams yields events with a type, answers its whole result to `await`, and lets its reader leave.',
  why: 'Progress bars, pages and queues are drawn from these reports by people who do not know the provider.',
  mend: 'Report `{ phase, message, completed, total, unit }`; extend `StreamingModel` for streams.',
  async check(subject) {
    let isTold = false;
    const verdict = await eachCall(subject, async (call) => {
      const reports: Progress[] = [];
      const onProgress = (progress: Progress): void => void reports.push(progress);
      await call.model.transform(call.input(), { ...call.options, onProgress });
      isTold ||= reports.length > 0 || call.model.stream !== undefined;
      return reports.map(reportProblem).find((problem) => problem !== undefined) ?? (await streamProblem(call));
    });
    if (verdict.outcome !== 'pass' || isTold) return verdict;
    return notApplicable('it reports nothing and does not stream');
  },
};

function reportProblem({ completed, message, phase, total }: Progress): string | undefined {
  if (typeof phase !== 'string' || phase === '') return `a report has no phase: ${JSON.stringify({ message })}`;
  if (typeof message !== 'string') return `a report has no message: ${JSON.stringify({ phase })}`;
  if (completed !== undefined && !(completed >= 0)) return `a report says that ${String(completed)} is done.`;
  if (completed !== undefined && total !== undefined && completed > total)
    return `a report says that ${completed} of ${total} is done.`;
  return undefined;
}

async function streamProblem({ input, model, options }: ReadyCall): Promise<string | undefined> {
  if (!model.stream) return undefined;
  const stream = model.stream(input(), options);
  for await (const event of stream) if (typeof event.type !== 'string') return 'an event of the stream has no type.';
  const problem = resultProblem(await stream);
  if (problem !== undefined) return `at the end of the stream ${problem}`;
  const left = model.stream(input(), options)[Symbol.asyncIterator]();
  await left.next();
  await left.return?.(); // hangs where a reader may not leave
  return undefined;
}
