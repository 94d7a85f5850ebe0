const STEPS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

/** As `--min-release-age` reads it, in the largest unit that fits: `3d`, `36h`. */
export function describeAge(ageMs: number): string {
  const [unit, stepMs] = STEPS.find(([, ms]) => ageMs >= ms && ageMs % ms === 0) ?? ['s', 1000];
  return `${Math.max(1, Math.round(ageMs / stepMs))}${unit}`;
}
