import type { ErrorObject } from 'ajv';
import { didYouMean } from '../error/nearest-names';
import { schemaParameter, unwantedValue, wantedKinds } from '../error/schema-words';
import { readablePath } from './manifest-node';

/** A schema error as a person would say it. */
export interface SchemaErrorText {
  readonly text: string;
  readonly hint?: string;
}

/** What one error of ajv (with `verbose`) means for the author of a manifest. */
export function describeSchemaError(error: ErrorObject): SchemaErrorText {
  const name = `"${error.propertyName ?? (readablePath(error.instancePath) || 'the manifest')}"`;
  const { description } = (error.parentSchema ?? {}) as { description?: string };
  const describe = DESCRIPTIONS[error.keyword];
  const { text, hint } = describe?.(name, error) ?? { text: `${name} ${error.message ?? 'is wrong'}` };
  return { text, hint: hint ?? description };
}

type Describe = (name: string, error: ErrorObject) => SchemaErrorText;

const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  type: (name, error) => {
    const wanted = wantedKinds(error);
    return { text: `${name} must be ${wanted}, not ${unwantedValue(error.data, wanted)}` };
  },
  minItems: (name, error) => {
    const least = Number(schemaParameter(error, 'limit'));
    return { text: `${name} must ${least === 1 ? 'not be empty' : `have at least ${least} entries`}` };
  },
  required: (_name, error) => {
    const missing = String(schemaParameter(error, 'missingProperty'));
    const where = readablePath(error.instancePath);
    return { text: `"${where ? `${where}.` : ''}${missing}" is missing`, hint: `add "${missing}"` };
  },
  enum: (name, error) => {
    const allowed = [schemaParameter(error, 'allowedValues')].flat().map(String);
    const hint = didYouMean(String(error.data), allowed) ?? `write ${allowed.join(' or ')}`;
    return { text: `${name} must be ${allowed.join(' or ')}, not "${String(error.data)}"`, hint };
  },
  pattern: (name, error) => ({ text: `${name} has a form that is not taken: ${shown(error)}` }),
};

function shown(error: ErrorObject): string {
  const text = JSON.stringify(error.propertyName ?? error.data) ?? '';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
