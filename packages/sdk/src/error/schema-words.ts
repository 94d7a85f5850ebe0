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
export function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? typeof value;
}

/** One of the `params` of an error of ajv: `limit`, `allowedValues`, … */
export function schemaParameter(error: ErrorObject, name: string): unknown {
  return (error.params as Record<string, unknown>)[name];
}
