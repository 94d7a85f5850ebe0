/** What came of checking one rule. */
export type Verdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'fail'; readonly problems: readonly string[] }
  | { readonly outcome: 'not-applicable'; readonly reason: string }
  /** Nobody knows: `next` says what would let it run. */
  | { readonly outcome: 'not-run'; readonly reason: string; readonly next: string };

/** The rule is kept. */
export const PASS: Verdict = Object.freeze({ outcome: 'pass' });

/** Kept when there are no problems; each problem is one sentence. */
export function verdictOf(problems: readonly (string | undefined)[]): Verdict {
  const found = problems.filter((problem) => problem !== undefined);
  return found.length === 0 ? PASS : { outcome: 'fail', problems: found };
}

/** The rule means nothing for such a package. */
export function notApplicable(reason: string): Verdict {
  return { outcome: 'not-applicable', reason };
}

/** It could not be looked at here. */
export function notRun(reason: string, next: string): Verdict {
  return { outcome: 'not-run', reason, next };
}
