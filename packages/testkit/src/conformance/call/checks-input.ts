import type { Capability, Model } from '@mediaconduit/sdk';
import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachModel } from './each-model';
import { errorProblem, failureOf } from './failure-of';
import { kindsOf } from '../sample/sample-input';

const PATIENCE_MS = 10_000;

/** MC-P22 */
export const checksInput: Rule<CallSubject> = {
  id: 'MC-P22',
  title: 'checks the input before it calls',
  level: 'silver',
  checks:
    'A number, nothing at all and, where a picture, sound or film is expected, an empty file and plain text are refused with `MC_INPUT_INVALID` and a hint, before the service is asked.',
  why: 'A wrong file is noticed at once, and not after a service was started and gigabytes were sent.',
  mend: 'Use `textOf(input)` for text, and `toMedia(kind, input)` with `await checkMediaType(media, kind, options)` for all else, in `parseInput`.',
  check(subject) {
    return eachModel(subject, async ({ model, server }) => {
      for (const input of wrongInputs(model.capabilities[0])) {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        const call = async (): Promise<unknown> =>
          model.transform(input as Parameters<Model['transform']>[0], { signal }); // wrong on purpose
        const asked = server.untilAsked().then(() => 'the service is asked all the same.');
        const refused = failureOf(call(), PATIENCE_MS * 2).then((one) => errorProblem(one, ['MC_INPUT_INVALID']));
        const problem = await Promise.race([asked, refused]);
        if (problem !== undefined) return `${describe(input)}: ${problem}`;
      }
      return undefined;
    });
  },
};

function wrongInputs(capability: Capability | undefined): readonly unknown[] {
  const kind = capability === undefined ? 'text' : kindsOf(capability).input;
  const bytes = [Buffer.alloc(0), Buffer.from('This is a letter, and nothing that can be seen or heard.\n')];
  return [42, undefined, ...(['image', 'audio', 'video'].includes(kind) ? bytes : [])];
}

function describe(input: unknown): string {
  if (!Buffer.isBuffer(input)) return String(input);
  return input.length === 0 ? 'no bytes' : 'plain text';
}
