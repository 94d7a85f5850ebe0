const SLICE_MS = 4;

/** Answers a promise when the event loop should have its turn, else nothing. */
export type Pace = () => Promise<void> | undefined;

/**
 * For loops of many short blocking calls, which are ten times as fast as asynchronous ones: lets others run every 4 ms.
 */
export function createPace(): Pace {
  let since = performance.now();
  return () => {
    if (performance.now() - since < SLICE_MS) return undefined;
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now();
        resolve();
      }),
    );
  };
}
