import type { Clock, ClockTimer } from '@mediaconduit/sdk';

const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Keeps the program alive until disposed. Engines hold nothing open by themselves, so without it a program that only
 * awaits a start would end in the middle of it.
 */
export function holdOpen(clock: Clock): ClockTimer {
  return clock.setTimeout(() => undefined, LONGEST_TIMER_MS);
}
