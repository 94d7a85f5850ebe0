import { allOf, type FixedValue, type OptionSchema } from './option-schema';
import { plainLine } from './markdown-text';

const WIDEST = 80;

/** The lines of a TypeScript interface for options, with what each is as its comment. */
export function optionsType(name: string, schema: OptionSchema): string[] {
  return [`interface ${name} ${objectText(schema, '')}`];
}

/** A name of TypeScript made of the words in `parts`: `FfmpegVideoToAudioOptions`. */
export function typeName(...parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.match(/[a-z0-9]+/gi) ?? []);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^\d/.test(name) ? `Model${name}` : name;
}

/** A text as TypeScript writes it. */
export function textLiteral(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  const safe = json.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${safe}'`;
}

function objectText({ others, properties, required }: OptionSchema, indent: string): string {
  const inner = `${indent}  `;
  const members = properties.flatMap(([name, schema]) => [
    ...commentLines(schema, inner),
    member(`${memberName(name)}${required.includes(name) ? '' : '?'}`, schema, inner),
  ]);
  const rest = others && isSaying(others) ? [member('[name: string]', others, inner)] : [];
  const open = others && !isSaying(others) ? [`${inner}[name: string]: unknown;`] : rest;
  return ['{', ...members, ...open, `${indent}}`].join('\n');
}

function member(name: string, schema: OptionSchema, indent: string): string {
  const types = typesOf(schema, indent);
  const line = `${indent}${name}: ${types.join(' | ')};`;
  if (types.length < 2 || line.includes('\n') || line.length <= WIDEST) return line;
  return [`${indent}${name}:`, ...types.map((type) => `${indent}  | ${type}`)].join('\n') + ';';
}

function commentLines({ description, default: fallback }: OptionSchema, indent: string): string[] {
  const words = [description, fallback === undefined ? undefined : `Default: ${fallback}.`];
  const text = plainLine(words.filter((word) => word !== undefined).join(' '));
  return text === '' ? [] : [`${indent}/** ${text.replaceAll('*/', '*\\/')} */`];
}

/** What may be given, each once; `unknown` where nothing is said. */
function typesOf(schema: OptionSchema, indent: string): string[] {
  const found = [...new Set(allOf(schema).flatMap((one) => ownTypes(one, indent)))];
  return found.length > 0 ? found : ['unknown'];
}

function ownTypes(schema: OptionSchema, indent: string): string[] {
  if (schema.values.length > 0) return schema.values.map(valueLiteral);
  const types = schema.types.map((type) => typeText(type, schema, indent));
  return types.length === 0 && schema.properties.length > 0 ? [objectText(schema, indent)] : types;
}

function typeText(type: string, schema: OptionSchema, indent: string): string {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    case 'number':
    case 'integer':
      return 'number';
    case 'array':
      return listText(schema, indent);
    case 'object':
      return schema.properties.length > 0 ? objectText(schema, indent) : recordText(schema, indent);
    default:
      return 'unknown';
  }
}

function listText({ items }: OptionSchema, indent: string): string {
  const types = items ? typesOf(items, indent) : ['unknown'];
  return types.length > 1 ? `(${types.join(' | ')})[]` : `${types[0]}[]`;
}

function recordText({ others }: OptionSchema, indent: string): string {
  return `Record<string, ${others ? typesOf(others, indent).join(' | ') : 'unknown'}>`;
}

function isSaying(schema: OptionSchema): boolean {
  return typesOf(schema, '').join() !== 'unknown';
}

/** The name of a member as TypeScript writes it. */
export function memberName(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : textLiteral(name);
}

/** A value as TypeScript writes it. */
export function valueLiteral(value: FixedValue): string {
  return typeof value === 'string' ? textLiteral(value) : String(value);
}
