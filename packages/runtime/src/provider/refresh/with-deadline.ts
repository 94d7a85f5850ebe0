import type { Clock } from '@mediaconduit/sdk';

/** How long something may take. */
export interface Deadline<L> {
  readonly ms: number;
  /** The answer after that. */
  readonly late: L;
  /** Whether the program may end meanwhile. Default false. */
  readonly isBackground?: boolean;
}

/** What `work` answers, or `late`; it is left alone then. */
export async function withDeadline<T, L>(clock: Clock, work: Promise<T>, deadline: Deadline<L>): Promise<T | L> {
  let expire = (_late: L): void => undefined;
  const expired = new Promise<L>((resolve) => (expire = resolve));
  const timer = clock.setTimeout(() => expire(deadline.late), deadline.ms);
  if (deadline.isBackground) timer.unref();
  try {
    return await Promise.race([work, expired]);
  } finally {
    clock.clearTimeout(timer);
  }
}
