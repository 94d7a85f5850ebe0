import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** The part of a JSON Schema that says how the text of a flag is to be read. */
export interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly description?: string;
  readonly anyOf?: readonly PropertySchema[];
  readonly oneOf?: readonly PropertySchema[];
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly items?: PropertySchema;
}

const UNTYPED = ['boolean', 'number', 'json'] as const;

/**
 * The value that a text on the command line stands for. What does not fit stays text: the model's schema then names
 * the fault. Without a schema, numbers, `true`, `false` and JSON objects and lists are taken as such.
 * @throws `MC_USAGE` for what begins like JSON where only JSON fits, and is none.
 */
export function parseOptionValue(text: string, schema: PropertySchema | undefined): unknown {
  const fixed = fixedValues(schema).find((value) => String(value) === text);
  if (fixed !== undefined) return fixed;
  const types = typesOf(schema);
  for (const type of types) {
    const value = parseAs(type, text);
    if (value !== undefined) return value;
  }
  if (!types.includes('string') && types.some((type) => type === 'object' || type === 'array')) refuseBroken(text);
  return types.includes('array') && !types.includes('string') ? listOfWords(text, schema) : text;
}

/** Whether the flag stands alone: `--think`. */
export function isSwitch(schema: PropertySchema | undefined): boolean {
  return alternatives(schema).some(({ type = [] }) => [type].flat().includes('boolean'));
}

/** Whether the option may be given several times, once for each item. */
export function isList(schema: PropertySchema | undefined): boolean {
  return alternatives(schema).some(({ type = [] }) => [type].flat().includes('array'));
}

/** What may be given, in a few words: `json|object`. */
export function describeValues(schema: PropertySchema): string {
  const types = alternatives(schema).flatMap(({ enum: values, type = [] }) => (values ? [] : type));
  return [...new Set([...fixedValues(schema).map(String), ...types])].join('|');
}

/** The options within an option: those of an object in any of its alternatives. */
export function innerProperties(schema: PropertySchema | undefined): Readonly<Record<string, PropertySchema>> {
  return Object.assign({}, ...alternatives(schema).map(({ properties }) => properties)) as Record<
    string,
    PropertySchema
  >;
}

function alternatives(schema: PropertySchema | undefined): readonly PropertySchema[] {
  if (schema === undefined) return [];
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap(alternatives)];
}

/** The values that are listed one by one, as an enum or a constant, in any alternative. */
export function fixedValues(schema: PropertySchema | undefined): unknown[] {
  return alternatives(schema).flatMap(({ const: only, enum: values = [] }) =>
    only === undefined ? values : [only, ...values],
  );
}

/** Every type that the value may have; of a schema that says none, whatever the text looks like. */
function typesOf(schema: PropertySchema | undefined): readonly string[] {
  const types = alternatives(schema).flatMap(({ type = [] }) => type);
  return types.length > 0 || fixedValues(schema).length > 0 ? types : UNTYPED;
}

function parseAs(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (type === 'number' || type === 'integer') {
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
  if (type === 'null') return text === 'null' ? null : undefined;
  if (type !== 'array' && type !== 'object' && type !== 'json') return undefined;
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null) return undefined;
  return type === 'json' || Array.isArray(value) === (type === 'array') ? value : undefined;
}

/** A list may also be written `a,b,c`. */
function listOfWords(text: string, schema: PropertySchema | undefined): unknown[] {
  const items = alternatives(schema).find(({ items: found }) => found !== undefined)?.items;
  return text.split(',').map((word) => (items ? parseOptionValue(word, items) : word));
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refuseBroken(text: string): void {
  if (!/^\s*[[{]/.test(text)) return;
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new MediaConduitError('MC_USAGE', `${text} is no JSON: ${messageOf(cause)}.`, {
      hint: `quote it for your shell: --option 'name={"key":"value"}'`,
    });
  }
}
