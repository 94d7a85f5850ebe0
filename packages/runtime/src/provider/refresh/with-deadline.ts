import type { Clock } from '@mediaconduit/sdk';

/** How long something may take. */
export interface Deadline<L> {
  readonly ms: number;
  /** The answer after that. */
  readonly late: L;
  /** Ends the waiting before. */
  readonly signal?: AbortSignal;
  /** Whether the program may end meanwhile. Default false. */
  readonly isBackground?: boolean;
}

/** What `work` answers, or `late`; it is left alone then. */
export async function withDeadline<T, L>(clock: Clock, work: Promise<T>, deadline: Deadline<L>): Promise<T | L> {
  const { ms, late, signal, isBackground } = deadline;
  if (signal?.aborted) return late;
  let expire = (): void => undefined;
  const expired = new Promise<L>((resolve) => (expire = () => resolve(late)));
  const timer = clock.setTimeout(expire, ms);
  signal?.addEventListener('abort', expire, { once: true });
  if (isBackground) timer.unref();
  try {
    return await Promise.race([work, expired]);
  } finally {
    clock.clearTimeout(timer);
    signal?.removeEventListener('abort', expire);
  }
}
