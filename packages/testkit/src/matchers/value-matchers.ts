import { isMedia, Text } from '@mediaconduit/sdk';
import { inspect } from 'node:util';
import { Comparison, type MatcherResult } from './comparison';
import type { EmbeddingExpectation, TextExpectation } from './expectations';

const SHOWN_CHARACTERS = 200;
const LENGTH_TOLERANCE = 0.001;

/** Looks at a `Text` or a string: `expect(text).toBeText({ content: /moo/ })`. */
export function toBeText(received: unknown, expected: TextExpectation = {}): MatcherResult {
  const comparison = new Comparison('toBeText', expected, ['content', 'language', 'minCharacters']);
  const text = typeof received === 'string' ? new Text(received) : received;
  if (!isMedia(text, 'text')) return comparison.differs(`${inspect(text, { depth: 0 })} is no text`).toResult();
  const { content, language } = text;
  comparison.found(`It is ${inspect(shortened(content))}${language === undefined ? '' : ` in ${language}`}.`);
  if (!/\S/.test(content)) comparison.differs('it is blank');
  const { content: wanted, minCharacters = 0 } = expected;
  if (wanted instanceof RegExp && !content.match(wanted)) comparison.differs(`content: nothing in it fits ${wanted}`);
  if (typeof wanted === 'string') comparison.same('content', content, wanted);
  if (content.length < minCharacters) comparison.differs(`${content.length} characters, not ${minCharacters} or more`);
  return comparison.same('language', language, expected.language).toResult();
}

/** Looks at an `Embedding` or a list of numbers: `expect(embedding).toBeEmbedding({ dimensions: 384 })`. */
export function toBeEmbedding(received: unknown, expected: EmbeddingExpectation = {}): MatcherResult {
  const comparison = new Comparison('toBeEmbedding', expected, ['dimensions', 'normalized']);
  const vector = vectorOf(received);
  if (!vector) return comparison.differs(`${inspect(received, { depth: 0 })} is no embedding`).toResult();
  const length = Math.hypot(...vector);
  comparison.found(`It has ${vector.length} dimensions and the length ${Number(length.toFixed(4))}.`);
  const wrong = vector.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) comparison.differs(`number ${wrong} is ${inspect(vector[wrong])}`);
  else if (length === 0) comparison.differs('all its numbers are 0');
  const { dimensions, normalized } = expected;
  if (normalized === true) comparison.near('length', length, 1, LENGTH_TOLERANCE);
  if (normalized === false && Math.abs(length - 1) <= LENGTH_TOLERANCE) comparison.differs('its length is 1');
  return comparison.same('dimensions', vector.length, dimensions).toResult();
}

function vectorOf(received: unknown): readonly number[] | undefined {
  const vector: unknown = isMedia(received, 'embedding') ? received.vector : received;
  if (vector instanceof Float32Array) return [...vector];
  return Array.isArray(vector) && vector.every((value) => typeof value === 'number') ? vector : undefined;
}

function shortened(text: string): string {
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
