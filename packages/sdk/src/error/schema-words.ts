import type { ErrorObject } from 'ajv';

const KINDS: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'empty',
};

/** What an error of the keyword `type` wanted, as a person would say it: `text or a list`. */
export function wantedKinds(error: ErrorObject): string {
  const types = [schemaParameter(error, 'type')].flat().map(String);
  return types.map((type) => KINDS[type] ?? type).join(' or ');
}

/** What a value is, in the same words. */
function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? typeof value;
}

/** What stands where something else was wanted. A number that is no whole one is shown: it is a number all the same. */
export function unwantedValue(value: unknown, wanted: string): string {
  const isShown = typeof value === 'boolean' || (typeof value === 'number' && wanted.includes('a whole number'));
  return isShown ? String(value) : kindOf(value);
}

/** One of the `params` of an error of ajv: `limit`, `allowedValues`, … */
export function schemaParameter(error: ErrorObject, name: string): unknown {
  return (error.params as Record<string, unknown>)[name];
}
