import { MediaConduitError } from '@mediaconduit/sdk';

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** The longest time that a timer of Node.js can wait, in ms. */
const LONGEST_MS = 2_147_483_647;

/** Milliseconds of `500`, `500ms`, `30s`, `1.5m` or `2h`. @throws `MC_USAGE` */
export function parseDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text.trim());
  const durationMs = match ? Math.round(Number(match[1]) * (UNIT_MS[match[2] ?? 'ms'] ?? 1)) : 0;
  if (durationMs >= 1 && durationMs <= LONGEST_MS) return durationMs;
  throw new MediaConduitError('MC_USAGE', `"${text}" is not a time.`, {
    hint:
      durationMs > LONGEST_MS
        ? `the longest time is ${Math.floor(LONGEST_MS / 3_600_000)}h`
        : 'write milliseconds or a number with ms, s, m or h: --timeout 30s',
    facts: { value: text },
  });
}
