/** Waits for the promise, but no longer than until the signal aborts; it is for the caller to look at the signal then. */
export async function waitUnlessAborted(promise: Promise<unknown> | undefined, signal: AbortSignal): Promise<void> {
  if (promise === undefined || signal.aborted) return;
  let giveUp = (): void => undefined;
  const aborted = new Promise<void>((resolve) => (giveUp = resolve));
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
