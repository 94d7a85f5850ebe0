import { MediaConduitError, type Clock } from '@mediaconduit/sdk';

/**
 * Waits for `work`, but not longer than `ms`.
 * @throws `MC_ENGINE_FAILED` when it takes longer; `work` is left alone.
 */
export async function within<T>(clock: Clock, ms: number, work: () => Promise<T>, what: string): Promise<T> {
  let late = (_error: Error): void => undefined;
  const lateness = new Promise<never>((_resolve, reject) => (late = reject));
  const timer = clock.setTimeout(() => {
    late(
      new MediaConduitError('MC_ENGINE_FAILED', `After ${ms} ms, ${what} had not come to an end.`, {
        hint: 'it may be stuck; look at it with: mediaconduit status',
        facts: { timeoutMs: ms },
      }),
    );
  }, ms);
  try {
    return await Promise.race([work(), lateness]);
  } finally {
    clock.clearTimeout(timer);
  }
}
