import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachCall } from './each-call';
import { resultProblem } from './provider-bench';

/** A machine that is busy with other tests says nothing of the provider; one that hangs meets the deadline of the rule. */
const PATIENT = { heartbeatMs: 60_000 };

/** MC-P36 */
export const worksInAProcessOfItsOwn: Rule<CallSubject> = {
  id: 'MC-P36',
  title: 'works in a process of its own',
  level: 'platinum',
  checks: 'The first call answers the same kind of media when the runtime runs the provider with `isolation: process`.',
  why: 'Whoever does not trust a provider, or fears its crashes, runs it so; nothing else about it may change.',
  mend: 'Use the handle that the provider gets, pass media values on as they are, and reach for no global of the program.',
  check(subject) {
    const { bench, manifest } = subject;
    return eachCall(
      { ...subject, calls: subject.calls.slice(0, 1) },
      async ({ input, model: { id }, options, upstream: { isRecorded, url } }) => {
        const engine = isRecorded ? 'auto' : 'process';
        await using runtime = bench.createRuntime({ engine, isolation: 'process', isolationLimits: PATIENT });
        const provider = await runtime.providers.getProvider(manifest.folder);
        // without a recording it starts the service itself, as it does for a program
        const address = manifest.type === 'local' && isRecorded ? { serviceUrl: url } : {};
        await provider.configure({ ...bench.config(url), ...address });
        const model = await provider.getModel(id);
        return resultProblem(await model.transform(input(), options));
      },
    );
  },
};
