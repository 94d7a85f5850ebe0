/** What an enum or a default holds, as far as it can be written down. */
export type FixedValue = string | number | boolean | null;

const NUMBERS = [
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems'],
] as const;

/** Below this an object says no more than that it is one. */
const DEEPEST = 8;

/** The part of a JSON Schema that says what a person can give, with everything else left out. */
export interface OptionSchema extends Readonly<Partial<Record<(typeof NUMBERS)[number], number>>> {
  readonly types: readonly string[];
  /** Those of `enum` and `const`. */
  readonly values: readonly FixedValue[];
  readonly description?: string;
  /** As JSON. */
  readonly default?: string;
  readonly pattern?: string;
  readonly format?: string;
  /** Those of `anyOf` and `oneOf`. */
  readonly alternatives: readonly OptionSchema[];
  readonly properties: readonly (readonly [name: string, schema: OptionSchema])[];
  readonly required: readonly string[];
  readonly items?: OptionSchema;
}

/** Reads what the code of a provider gives as the schema of options; what has no meaning is left out. */
export function readOptionSchema(schema: unknown, above: readonly unknown[] = []): OptionSchema {
  const given = fieldsOf(schema);
  const inner = (value: unknown): OptionSchema => readOptionSchema(value, [...above, schema]);
  const isDeep = above.length >= DEEPEST || above.includes(schema); // one may contain itself
  const { items } = given;
  return {
    types: listOf(given['type']).filter((type) => typeof type === 'string'),
    values: [...('const' in given ? [given['const']] : []), ...listOf(given['enum'])].filter(isFixed),
    ...textsOf(given),
    ...Object.fromEntries(NUMBERS.flatMap((name) => (Number.isFinite(given[name]) ? [[name, given[name]]] : []))),
    alternatives: isDeep ? [] : [...arrayOf(given['anyOf']), ...arrayOf(given['oneOf'])].map(inner),
    properties: isDeep ? [] : Object.entries(fieldsOf(given['properties'])).map(([name, one]) => [name, inner(one)]),
    required: arrayOf(given['required']).filter((name) => typeof name === 'string'),
    ...(items !== undefined && !isDeep && { items: Array.isArray(items) ? inner({ anyOf: items }) : inner(items) }),
  };
}

/** The schema itself and every alternative to it, those of alternatives too. */
export function allOf(schema: OptionSchema): OptionSchema[] {
  return [schema, ...schema.alternatives.flatMap(allOf)];
}

function textsOf(given: Fields): Pick<OptionSchema, 'description' | 'default' | 'pattern' | 'format'> {
  const fallback = 'default' in given ? jsonOf(given['default']) : undefined;
  const texts = ['description', 'pattern', 'format'].flatMap((name) =>
    typeof given[name] === 'string' ? [[name, given[name]]] : [],
  );
  return { ...(Object.fromEntries(texts) as object), ...(fallback !== undefined && { default: fallback }) };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : [value].flat();
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isFixed(value: unknown): value is FixedValue {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined; // it contains itself
  }
}
