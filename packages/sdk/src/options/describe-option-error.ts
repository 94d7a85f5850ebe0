import type { ErrorObject } from 'ajv';
import { didYouMean } from '../error/nearest-names';
import { schemaParameter, unwantedValue, wantedKinds } from '../error/schema-words';

/** A fault of an option in plain words, and the next step. */
export interface OptionErrorText {
  readonly text: string;
  readonly hint: string;
}

/** What one error of ajv (with `verbose`) means for somebody who gave an option. */
export function describeOptionError(error: ErrorObject): OptionErrorText {
  const name = error.instancePath.slice(1).replaceAll('/', '.') || 'options';
  const described = DESCRIPTIONS[error.keyword]?.(name, error) ?? { text: `${name} ${error.message ?? 'is wrong'}` };
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  const about = description === undefined ? undefined : `${name}: ${description}`;
  const hint = [described.hint, described.complete ? undefined : about].filter((part) => part !== undefined).join('; ');
  return { text: described.text, hint: hint || `give another value for ${name}` };
}

interface Described {
  readonly text: string;
  readonly hint?: string;
  /** The description of the option adds nothing to the hint. */
  readonly complete?: boolean;
}

type Describe = (name: string, error: ErrorObject) => Described;

const limit = (word: (most: string) => string): Describe => {
  return (name, error) => {
    const wanted = word(String(schemaParameter(error, 'limit')));
    return { text: `${name} must be ${wanted}`, hint: `give ${wanted}` };
  };
};

const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  additionalProperties: (_name, error) => {
    const unknown = String(schemaParameter(error, 'additionalProperty'));
    const parent = error.parentSchema as { properties?: Record<string, unknown> } | undefined;
    const known = Object.keys(parent?.properties ?? {});
    const hint = didYouMean(unknown, known) ?? (known.length > 0 ? `options: ${known.join(', ')}` : 'leave it out');
    return { text: `unknown option "${unknown}"`, hint, complete: true };
  },
  required: (_name, error) => {
    const missing = String(schemaParameter(error, 'missingProperty'));
    return { text: `the option "${missing}" is missing`, hint: `give "${missing}"`, complete: true };
  },
  enum: (name, error) => {
    const allowed = [schemaParameter(error, 'allowedValues')].flat().map(String);
    const hint = didYouMean(String(error.data), allowed) ?? 'choose one of them';
    return { text: `${name} must be one of ${allowed.join(', ')}`, hint, complete: true };
  },
  type: (name, error) => {
    const wanted = wantedKinds(error);
    return { text: `${name} must be ${wanted}, not ${unwantedValue(error.data, wanted)}`, hint: `give ${wanted}` };
  },
  minimum: limit((least) => `${least} or more`),
  maximum: limit((most) => `${most} or less`),
  exclusiveMinimum: limit((bound) => `more than ${bound}`),
  exclusiveMaximum: limit((bound) => `less than ${bound}`),
  multipleOf: (name, error) => {
    const wanted = `a multiple of ${String(schemaParameter(error, 'multipleOf'))}`;
    return { text: `${name} must be ${wanted}`, hint: `give ${wanted}` };
  },
  minLength: (name, error) => ({ text: `${name} must ${atLeast(error, 'characters')}` }),
  maxLength: (name, error) => ({
    text: `${name} must have at most ${String(schemaParameter(error, 'limit'))} characters`,
  }),
  pattern: (name) => ({ text: `${name} has a form that is not taken` }),
  format: (name, error) => ({ text: `${name} must be a ${String(schemaParameter(error, 'format'))}` }),
  minItems: (name, error) => ({
    text: `${name} must ${atLeast(error, 'entries')}`,
    hint: `give ${String(schemaParameter(error, 'limit'))} or more`,
  }),
  maxItems: (name, error) => ({
    text: `${name} must have at most ${String(schemaParameter(error, 'limit'))} entries`,
    hint: `give ${String(schemaParameter(error, 'limit'))} or less`,
  }),
  uniqueItems: (name) => ({ text: `${name} must not have an entry twice`, hint: 'leave one of them out' }),
};

function atLeast(error: ErrorObject, what: string): string {
  const least = schemaParameter(error, 'limit');
  return least === 1 ? 'not be empty' : `have at least ${String(least)} ${what}`;
}
