import { isDeepStrictEqual } from 'node:util';
import { withoutPasswords } from '../config/redact-value';

const SECRET = /key|token|secret|pass|credential|auth/i;
const LONGEST = 60;

/** What differs between two settings, a line each: `environment.PORT: 1 → 2`. Neither values of secrets nor passwords of addresses are told. */
export function describeChanges(before: unknown, after: unknown, path: readonly string[] = []): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (!isMap(before) || !isMap(after)) return [describe(path, before, after)];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => describeChanges(before[key], after[key], [...path, key]));
}

function describe(path: readonly string[], before: unknown, after: unknown): string {
  const isSecret = path.some((key) => SECRET.test(key));
  const change = isSecret ? 'changed' : `${toWords(before)} → ${toWords(after)}`;
  return `${path.join('.')}: ${change}`;
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toWords(value: unknown): string {
  if (value === undefined) return 'not set';
  if (isMap(value)) return 'set';
  const words = withoutPasswords(JSON.stringify(value) ?? typeof value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
