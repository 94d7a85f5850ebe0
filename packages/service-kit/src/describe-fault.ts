import type { OutputUnit, Schema } from '@cfworker/json-schema';
import { suggest } from './suggest';

interface Fault {
  /** The field as a person writes it: `options.cow`; empty for the body itself. */
  readonly field: string;
  readonly value: unknown;
  /** The schema of the field, or of the object that an unknown field was put in. */
  readonly schema: Schema;
  readonly parent: Schema;
  readonly error: OutputUnit;
}

const MAX_QUOTED = 80;

type Sentence = (fault: Fault) => string;

const SENTENCES: Readonly<Record<string, Sentence>> = {
  required: ({ field, value, schema }) => {
    const missing = schema.required?.find((name) => !Object.hasOwn(value as object, name)) ?? '';
    return `${joined(field, missing)} field is required${mustBe(propertyOf(schema, missing))}`;
  },
  type: ({ field, schema, parent }) => {
    if (field === '') return `the body must be ${article(schema)}`;
    const required = parent.required?.includes(lastName(field)) ?? false;
    return required ? `${field} field is required${mustBe(schema)}` : `${field} must be ${article(schema)}`;
  },
  false: ({ field, parent }) => {
    const names = Object.keys(parent.properties ?? {});
    return `unknown field ${quoted(field)}; ${suggest(lastName(field), names)}`;
  },
  enum: ({ field, value, schema }) =>
    `unknown ${field} ${quoted(value)}; ${suggest(String(value), namesOf(schema.enum))}`,
  minLength: ({ field, schema }) =>
    schema.minLength === 1 ? `${field} must not be empty` : `${field} too short (min ${schema.minLength} characters)`,
  maxLength: ({ field, schema }) => `${field} too long (max ${schema.maxLength} characters)`,
  minimum: ({ field, schema }) => `${field} must be at least ${schema.minimum}`,
  maximum: ({ field, schema }) => `${field} must be at most ${schema.maximum}`,
};

/** Keywords that only say that something below them is wrong; what is wrong follows them in the list. */
const WRAPPERS: ReadonlySet<string> = new Set([
  'properties',
  'additionalProperties',
  'patternProperties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
]);

/** One sentence about the first fault of a body, with the nearest known names where a name is unknown. */
export function describeFault(schema: Schema, body: unknown, errors: readonly OutputUnit[]): string {
  const error = errors.find(({ keyword }) => !WRAPPERS.has(keyword)) ?? errors[0];
  if (!error) return 'the body is not what this route takes';
  const fault = locate(schema, body, error);
  return SENTENCES[error.keyword]?.(fault) ?? `${fault.field || 'the body'}: ${error.error}`;
}

function locate(root: Schema, body: unknown, error: OutputUnit): Fault {
  const names = error.instanceLocation.split('/').slice(1).map(unescapePointer);
  let [schema, parent, value] = [root, root, body];
  for (const name of names) {
    parent = schema;
    schema = propertyOf(schema, name) ?? {};
    value = (value as Record<string, unknown> | undefined)?.[name];
  }
  return { field: names.join('.'), value, schema, parent, error };
}

function unescapePointer(part: string): string {
  return decodeURI(part).replaceAll('~1', '/').replaceAll('~0', '~');
}

function propertyOf(schema: Schema, name: string): Schema | undefined {
  const properties = schema.properties ?? {};
  const found = Object.hasOwn(properties, name) ? properties[name] : schema.items;
  return typeof found === 'object' && !Array.isArray(found) ? found : undefined;
}

/** Shortened, because callers may send a megabyte where a name belongs. */
function quoted(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > MAX_QUOTED ? `${json.slice(0, MAX_QUOTED)}…` : json;
}

function namesOf(values: readonly unknown[] | undefined): string[] {
  return (values ?? []).map(String);
}

function joined(field: string, name: string): string {
  return field === '' ? name : `${field}.${name}`;
}

function lastName(field: string): string {
  return field.slice(field.lastIndexOf('.') + 1);
}

function mustBe(schema: Schema | undefined): string {
  return schema?.type === undefined ? '' : ` and must be ${article(schema)}`;
}

function article(schema: Schema): string {
  const type = [schema.type ?? 'value'].flat().join(' or ');
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}
