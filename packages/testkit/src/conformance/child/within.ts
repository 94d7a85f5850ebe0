/** What `within` answers for work that takes too long. */
export const LATE = Symbol('late');

/** What the work answers, or {@link LATE}. The work goes on. */
export async function within<T>(work: PromiseLike<T>, ms: number): Promise<T | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => (timer = setTimeout(resolve, ms, LATE)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
