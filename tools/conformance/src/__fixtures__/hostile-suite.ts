import { checkConformance, type ConformanceReport } from '@mediaconduit/testkit';
import type { RuleSin } from './provider-sins';
import { goodFiles, writePackage, type Base, type Files, type Sin } from './sinning-package';

/** Sins of which each is looked at with some rules beside its own; with none, with its own alone. */
export interface SinGroup {
  readonly base: Base;
  readonly sins: readonly RuleSin[];
  readonly beside: readonly string[];
}

/** What is looked at. */
export interface HostileOptions {
  /** Packages without a sin, and what cannot be checked of them. */
  readonly good: Readonly<Partial<Record<Base, readonly string[]>>>;
  readonly groups: readonly SinGroup[];
  /** Lets every sinner go through all rules. */
  readonly isLong: boolean;
}

/** Checks a package after a sin. */
async function checkAfter(base: Base, sin: Sin, only: readonly string[] | undefined): Promise<ConformanceReport> {
  const files: Files = goodFiles(base);
  await using folder = await writePackage(sin(files));
  return await checkConformance(folder.path, { only });
}

/** Registers: packages without a sin keep every rule, and each sin breaks one rule and no other. */
export function hostileSuite({ good, groups, isLong }: HostileOptions): void {
  jest.setTimeout(isLong ? 3_600_000 : 300_000);

  it.each(Object.entries(good))('nothing is broken in %s', async (base, notRun) => {
    const { results } = await checkAfter(base as Base, (files) => files, undefined);
    const idsOf = (wanted: string): string[] =>
      results.filter(({ outcome }) => outcome === wanted).map(({ details, id }) => `${id} ${details.join(' ')}`);
    expect(idsOf('fail')).toEqual([]);
    expect(idsOf('not-run')).toEqual(notRun.map((id) => expect.stringContaining(id) as unknown));
  });

  const sinners = groups.flatMap(({ base, beside, sins }) =>
    sins.map((sin) => [sin.id, { base, ...sin, beside: [...beside, sin.id] }] as const),
  );
  it.each(sinners)('%s is broken by one sinner, alone', async (id, { base, beside, says, sin }) => {
    const { results } = await checkAfter(base, sin, isLong ? undefined : beside);
    const broken = results.filter(({ outcome }) => outcome === 'fail').map((one) => `${one.id} ${one.details.join(' ')}`);
    expect(broken).toEqual([expect.stringMatching(new RegExp(`^${id} .*${says.source}`, 's'))]);
    const { docs, next } = results.find((result) => result.id === id) ?? {};
    expect([docs, next]).toEqual([expect.stringContaining(id), expect.stringMatching(/\S/)]);
  });
}

/** The rules that a group of sins breaks. */
export function idsOf(sins: readonly RuleSin[]): string[] {
  return sins.map(({ id }) => id);
}
