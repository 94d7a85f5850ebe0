/** What is used of the `expect` of Jest. */
interface JestExpect {
  getState(): { readonly suppressedErrors?: readonly Error[] };
  setState(state: { readonly suppressedErrors: readonly Error[] }): void;
}

/**
 * Fails a test from within a disposal. To throw there hides the failure that led to it: of both Jest shows only that there
 * were two. Jest takes further errors of a running test aside; everywhere else it is thrown.
 */
export function failRunningTest(error: Error): void {
  const expect = (globalThis as { readonly expect?: Partial<JestExpect> }).expect;
  const errors = isTestRunning() ? expect?.getState?.().suppressedErrors : undefined;
  if (!errors || !expect?.setState) throw error;
  expect.setState({ suppressedErrors: [...errors, error] });
}

/** What Jest knows of itself stands under a symbol that has a name, but is not registered. */
function isTestRunning(): boolean {
  const states = Object.getOwnPropertySymbols(globalThis)
    .filter(({ description }) => description === 'JEST_STATE_SYMBOL')
    .map((symbol) => (globalThis as Readonly<Record<symbol, unknown>>)[symbol]);
  return states.some((state) => Boolean((state as { readonly currentlyRunningTest?: unknown }).currentlyRunningTest));
}
