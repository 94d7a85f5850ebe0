import type { Clock } from '@mediaconduit/sdk';

/** What `work` answers, or `late` when it takes longer than `ms`; it is left alone then. Keeps no program alive. */
export async function withDeadline<T, L>(
  clock: Clock,
  ms: number,
  { work, late }: { work: Promise<T>; late: L },
): Promise<T | L> {
  let expire = (_late: L): void => undefined;
  const expired = new Promise<L>((resolve) => (expire = resolve));
  const timer = clock.setTimeout(() => expire(late), ms);
  timer.unref();
  try {
    return await Promise.race([work, expired]);
  } finally {
    clock.clearTimeout(timer);
  }
}
