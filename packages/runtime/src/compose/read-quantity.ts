import type { ComposeScope, Field } from './compose-scope';
import { textOf } from './read-field';

const BYTES: Readonly<Record<string, number>> = { '': 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
const MILLISECONDS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** A size such as `512m`, `2gb` or `1.5GiB`, in bytes. */
export function bytesOf(scope: ComposeScope, field: Field): number {
  const text = textOf(scope, field).trim();
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([bkmgt]?)(?:i?b)?$/i.exec(text) ?? [];
  const factor = BYTES[unit?.toLowerCase() ?? 'none'];
  if (number === undefined || factor === undefined)
    throw scope.invalid(field, `has to be a size such as 512m, not "${text}"`);
  return Math.floor(Number(number) * factor);
}

/** A time such as `1m30s`, in ms. */
export function durationMsOf(scope: ComposeScope, field: Field): number {
  const text = textOf(scope, field).trim();
  if (!/^(\d+(?:\.\d+)?(us|ms|s|m|h))+$/.test(text))
    throw scope.invalid(field, `has to be a time such as 10s, not "${text}"`);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h)/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (MILLISECONDS[unit ?? ''] ?? 0), 0);
}

/** A positive number such as `0.5`. */
export function amountOf(scope: ComposeScope, field: Field): number {
  const text = textOf(scope, field).trim();
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text);
  throw scope.invalid(field, `has to be a number above 0, not "${text}"`);
}
