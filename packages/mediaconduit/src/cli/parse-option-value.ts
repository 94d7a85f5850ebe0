/** The part of a JSON Schema that says how the text of a flag is to be read. */
export interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly description?: string;
}

/**
 * The value that a text on the command line stands for. What does not fit stays text: the model's schema then names
 * the fault. Without a schema, numbers, `true` and `false` are taken as such.
 */
export function parseOptionValue(text: string, schema: PropertySchema | undefined): unknown {
  const fixed = schema?.enum?.find((value) => String(value) === text);
  if (fixed !== undefined) return fixed;
  for (const type of typesOf(schema)) {
    const value = parseAs(type, text);
    if (value !== undefined) return value;
  }
  return text;
}

/** Whether the flag stands alone: `--think`. */
export function isSwitch(schema: PropertySchema | undefined): boolean {
  return typesOf(schema).includes('boolean');
}

function typesOf(schema: PropertySchema | undefined): readonly string[] {
  if (schema === undefined) return ['boolean', 'number'];
  return typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
}

function parseAs(type: string, text: string): unknown {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  if (type === 'number' || type === 'integer') {
    return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;
  }
  return type === 'array' || type === 'object' ? parseJson(text, type) : undefined;
}

/** A list may also be written `a,b,c`. */
function parseJson(text: string, type: 'array' | 'object'): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && Array.isArray(value) === (type === 'array')) return value;
  } catch {
    // not JSON: it is a list of words, or the schema will refuse it
  }
  return type === 'array' ? text.split(',') : undefined;
}
