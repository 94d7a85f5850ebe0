import type { BreakerSettings } from './breaker-settings';

/** How long to stay open, in ms, after `openings` times without having been closed between. @param random from 0 up to 1. */
export function openTime(
  { openMs, maxOpenMs, jitter }: Pick<BreakerSettings, 'openMs' | 'maxOpenMs' | 'jitter'>,
  openings: number,
  random: number,
): number {
  return Math.min(maxOpenMs, openMs * 2 ** openings) * (1 + jitter * (2 * random - 1));
}
