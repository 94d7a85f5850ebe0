import { codeOf, proseOf } from './markdown-text';
import { markdownTable } from './markdown-table';
import { allOf, type OptionSchema } from './option-schema';

/** A table of options, those within options with a dot. */
export function optionLines(schema: OptionSchema): string[] {
  return markdownTable(['option', 'type', 'values', 'default', 'description'], rowsOf(schema));
}

function rowsOf(schema: OptionSchema, prefix = ''): string[][] {
  return allOf(schema).flatMap(({ properties, required }) =>
    properties.flatMap(([name, one]) => {
      const path = `${prefix}${name}`;
      const type = `${typeWords(one)}${required.includes(name) ? ', required' : ''}`;
      const fallback = one.default === undefined ? '' : codeOf(one.default);
      const own = [codeOf(path), type, valueWords(one), fallback, proseOf(one.description ?? '')];
      return [own, ...rowsOf(one, `${path}.`)];
    }),
  );
}

/** `string or list of numbers` */
function typeWords(schema: OptionSchema): string {
  const words = allOf(schema).flatMap((one) => [...namedTypes(one), ...one.values.map(typeOfValue)]);
  return [...new Set(words)].join(' or ') || 'any';
}

function namedTypes({ items, properties, types }: OptionSchema): string[] {
  if (types.length === 0 && properties.length > 0) return ['object'];
  return types.map((type) => (type === 'array' ? listWords(items) : proseOf(type)));
}

function listWords(items: OptionSchema | undefined): string {
  const words = items ? typeWords(items) : 'any';
  return /^[a-z]+$/.test(words) && words !== 'any' ? `list of ${words}s` : 'list';
}

function typeOfValue(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

/** What of its type may be given: the values there are, or their range, length and form. */
function valueWords(schema: OptionSchema): string {
  const values = [...new Set(allOf(schema).flatMap((one) => one.values))].map((value) => codeOf(String(value)));
  const limits = allOf(schema).flatMap(limitWords);
  const each = schema.items ? valueWords(schema.items) : '';
  const parts = [values.join(', '), ...limits, each === '' ? '' : `each ${each}`];
  return [...new Set(parts)].filter((part) => part !== '').join('; ');
}

function limitWords(schema: OptionSchema): string[] {
  const { exclusiveMaximum, exclusiveMinimum, format, maximum, minimum, multipleOf, pattern } = schema;
  const { maxItems, maxLength, minItems, minLength } = schema;
  return [
    rangeWords(minimum, maximum),
    exclusiveMinimum === undefined ? '' : `more than ${exclusiveMinimum}`,
    exclusiveMaximum === undefined ? '' : `less than ${exclusiveMaximum}`,
    multipleOf === undefined ? '' : `in steps of ${multipleOf}`,
    countWords(minLength, maxLength, 'character'),
    countWords(minItems, maxItems, 'item'),
    format === undefined ? '' : `as ${codeOf(format)}`,
    pattern === undefined ? '' : `matches ${codeOf(pattern)}`,
  ].filter((part) => part !== '');
}

function rangeWords(least: number | undefined, most: number | undefined): string {
  if (least !== undefined && most !== undefined) return least === most ? `${least}` : `${least} to ${most}`;
  if (least !== undefined) return `at least ${least}`;
  return most === undefined ? '' : `at most ${most}`;
}

function countWords(least: number | undefined, most: number | undefined, what: string): string {
  if (least === 1 && most === undefined) return 'not empty';
  const range = rangeWords(least, most);
  return range === '' ? '' : `${range} ${what}${(most ?? least) === 1 ? '' : 's'}`;
}
