import { shortText } from '../short-text';

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- only what is out of date is compared line by line */
const loadDiff = (): typeof import('diff') => require('diff') as typeof import('diff');

const MOST_LINES = 40;

/** The lines that differ, each with `-` or `+` before it, and how many of them are left out. */
export function differenceLines(before: string, after: string): { readonly lines: string[]; readonly more: number } {
  const parts = loadDiff().diffLines(before, after, { stripTrailingCr: false });
  const lines = parts.flatMap(({ added, removed, value }) => {
    if (!added && !removed) return [];
    return value
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => shortText(`${added ? '+' : '-'} ${line}`.trimEnd()));
  });
  return { lines: lines.slice(0, MOST_LINES), more: Math.max(0, lines.length - MOST_LINES) };
}
