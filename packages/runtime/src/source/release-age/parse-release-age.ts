const UNIT_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Nobody waits longer, and dates stay dates. */
const LONGEST_MS = 3650 * UNIT_MS.d;

/** How an age is written, for hints. */
export const AGE_EXAMPLE = 'write 3d, 36h, 2w, or 0 for none';

/** Milliseconds of `3d`, `36h`, `1.5d`, `2w` or `0`; `undefined` for what is no age. */
export function parseReleaseAge(text: string): number | undefined {
  const [, digits, unit] = /^(\d{1,9}(?:\.\d{1,9})?)([smhdw])?$/.exec(text.trim()) ?? [];
  if (digits === undefined || (unit === undefined && Number(digits) !== 0)) return undefined;
  const ageMs = Math.round(Number(digits) * (unit === undefined ? 0 : UNIT_MS[unit as keyof typeof UNIT_MS]));
  return ageMs <= LONGEST_MS ? ageMs : undefined;
}
