import { verdictOf, type Verdict } from '../rule/verdict';

/** Checks one after the other: the problems of all, else the first that is no pass, else a pass. */
export async function allOf(checks: readonly (() => Promise<Verdict>)[]): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  for (const check of checks) verdicts.push(await check());
  const problems = verdicts.flatMap((one) => (one.outcome === 'fail' ? one.problems : []));
  if (problems.length > 0) return verdictOf(problems);
  return verdicts.find(({ outcome }) => outcome !== 'pass') ?? verdictOf([]);
}
