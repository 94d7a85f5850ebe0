import { messageOf, type Model } from '@mediaconduit/sdk';
import type { Rule } from '../rule/rule';
import type { CallSubject } from './call-subject';
import { eachModel } from './each-model';
import { errorProblem, failureOf } from './failure-of';

const UNKNOWN = 'mediaconduitConformance';
const PATIENCE_MS = 10_000;

/** MC-P21 */
export const checksOptions: Rule<CallSubject> = {
  id: 'MC-P21',
  title: 'checks options before it calls',
  level: 'silver',
  checks:
    'Every model has an options schema. An option that it does not know, and a value of the wrong type for each one that it knows, is refused with `MC_OPTIONS_INVALID` and a hint, before the service is asked.',
  why: 'A misspelt option that is dropped in silence costs its user an evening, and a wrong one costs a paid call.',
  mend: 'Describe the options with `defineOptions({ …, additionalProperties: false } as const)`, and set `optionsSchema`.',
  check(subject) {
    return eachModel(subject, async ({ input, model, server }) => {
      if (!model.optionsSchema) return 'it has no optionsSchema.';
      for (const [name, value] of wrongOptions(model)) {
        const asked = server.untilAsked().then(() => 'the service is asked all the same.');
        const problem = await Promise.race([asked, refusalProblem(model, input(), { [name]: value })]);
        if (problem !== undefined) return `${name}: ${JSON.stringify(value)}: ${problem}`;
      }
      return undefined;
    });
  },
};

type Input = Parameters<Model['transform']>[0];

async function refusalProblem(model: Model, input: Input, options: object): Promise<string | undefined> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const failure = await failureOf(model.transform(input, { ...options, signal }), PATIENCE_MS * 2);
  return errorProblem(failure, ['MC_OPTIONS_INVALID']);
}

function wrongOptions({ optionsSchema }: Model): (readonly [string, unknown])[] {
  try {
    const schema = optionsSchema?.jsonSchema as { properties?: Record<string, unknown> } | undefined;
    const wrong = Object.entries(schema?.properties ?? {}).flatMap(([name, one]) => {
      const value = wrongValue(one);
      return value === undefined ? [] : [[name, value] as const];
    });
    return [[UNKNOWN, true], ...wrong];
  } catch (error) {
    return [[messageOf(error), true]];
  }
}

/** A value that no option of this type takes; nothing where the schema takes everything. */
function wrongValue(schema: unknown): unknown {
  const { type, enum: words } = (schema ?? {}) as { type?: unknown; enum?: readonly unknown[] };
  if (words) return 'mediaconduit-conformance-no-such-word';
  const types = [type].flat();
  if (type === undefined) return undefined;
  return types.includes('object') ? (types.includes('string') ? undefined : 'text') : { mediaconduit: 'conformance' };
}
