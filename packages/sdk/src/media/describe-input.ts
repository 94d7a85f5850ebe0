import { isMedia } from './media';

/** What somebody passed, in a few words for an error message: `a Buffer of 12 bytes`, `an Image`. Shows no content. */
export function describeInput(input: unknown): string {
  if (input === undefined || input === null) return `nothing (${String(input)})`;
  if (isMedia(input)) return withArticle(input.constructor.name);
  if (Buffer.isBuffer(input)) return `a Buffer of ${input.length} bytes`;
  if (input instanceof Uint8Array) return `a Uint8Array of ${input.length} bytes`;
  if (Array.isArray(input)) return `a list of ${input.length}`;
  if (typeof input === 'object') return describeObject(input);
  return withArticle(typeof input);
}

function describeObject(input: object): string {
  const name: unknown = input.constructor?.name;
  if (typeof name === 'string' && name !== 'Object') return withArticle(name);
  const keys = Object.keys(input).slice(0, 5);
  return keys.length === 0 ? 'an empty object' : `an object with ${keys.join(', ')}`;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
