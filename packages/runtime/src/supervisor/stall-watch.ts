import type { Clock } from '@mediaconduit/sdk';

/**
 * Notices that this program itself stood still (stopped, suspended, starved): a timer that fires much too late proves
 * nothing about what it was to look at.
 */
export class StallWatch {
  #toldUntil = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly onStall: (durationMs: number) => void,
  ) {}

  /** Whether more than `allowedMs` have passed since the moment that was due. Each stall is told once. */
  spans(dueAt: number, allowedMs: number): boolean {
    const now = this.clock.now();
    if (now - dueAt <= allowedMs) return false;
    if (dueAt > this.#toldUntil) this.onStall(now - dueAt);
    this.#toldUntil = now;
    return true;
  }
}
