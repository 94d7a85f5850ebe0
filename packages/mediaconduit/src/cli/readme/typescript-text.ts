import type { FixedValue } from './option-schema';

/** A text as TypeScript writes it. */
export function textLiteral(text: string): string {
  const json = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  const safe = json.replace(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `'${safe}'`;
}

/** The name of a member as TypeScript writes it. */
export function memberName(name: string): string {
  return /^[a-z_$][\w$]*$/i.test(name) ? name : textLiteral(name);
}

/** A value as TypeScript writes it. */
export function valueLiteral(value: FixedValue): string {
  return typeof value === 'string' ? textLiteral(value) : String(value);
}
