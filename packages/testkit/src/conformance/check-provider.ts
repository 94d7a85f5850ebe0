import { join } from 'node:path';
import { satisfiesContract, type ProviderManifest } from '@mediaconduit/sdk';
import { CALL_RULES } from './call/call-rules';
import type { CallOrder } from './call/call-order';
import { leavesNothingBehind } from './call/leaves-nothing-behind';
import { runRules } from './child/run-rules';
import { runtimeOr } from './child/runtime-or';
import { childEnvironment } from './child/child-environment';
import { checkLoading } from './load/check-loading';
import { PACKAGE_RULES } from './package/package-rules';
import type { RuleId } from './rule/rule';
import { notRun, type Verdict } from './rule/verdict';
import type { Workshop } from './workshop';

/** Long enough for a service that downloads what it needs. */
const CALLS_MS = 1_800_000;

/** The verdicts of all rules for providers that are asked for. */
export async function checkProvider(workshop: Workshop): Promise<Map<RuleId, Verdict>> {
  const { facts, onRule, wanted } = workshop;
  const verdicts = new Map<RuleId, Verdict>();
  for (const rule of PACKAGE_RULES.filter(({ id }) => wanted.has(id))) {
    onRule?.(rule.id);
    verdicts.set(rule.id, await rule.check(facts));
  }
  const manifest = 'manifest' in facts.provider ? facts.provider.manifest : undefined;
  if (!manifest || manifest.contract.max === 0 || !satisfiesContract(manifest.contract)) {
    const reason = manifest ? 'the provider is not of the contract of the SDK' : 'the manifest cannot be read';
    return fill(verdicts, wanted, notRun(reason, `mend MC-P0${manifest ? 2 : 1} first`));
  }
  const all = [...verdicts, ...(await checkLoading(workshop, manifest)), ...(await checkCalls(workshop, manifest))];
  return new Map(all);
}

function fill(known: Map<RuleId, Verdict>, wanted: ReadonlySet<RuleId>, verdict: Verdict): Map<RuleId, Verdict> {
  return new Map([...wanted].map((id) => [id, known.get(id) ?? verdict]));
}

async function checkCalls(workshop: Workshop, manifest: ProviderManifest): Promise<[RuleId, Verdict][]> {
  const { folder, onRule, settings, signal, wanted, work } = workshop;
  const endIsWanted = wanted.has(leavesNothingBehind.id);
  // how it ends is seen after calls only
  const rules = CALL_RULES.map(({ id }) => id).filter((id) => wanted.has(id) || endIsWanted);
  if (rules.length === 0) return [];
  const runtime = runtimeOr(workshop, folder);
  if (typeof runtime !== 'string') return [...rules, leavesNothingBehind.id].map((id) => [id, runtime]);
  const places = { home: join(work, 'homes'), temporary: join(work, 'tmp'), scratch: join(work, 'scratch') };
  const order = (some: readonly RuleId[]): CallOrder => ({
    folder: manifest.folder,
    runtime,
    settings,
    ...places,
    rules: some,
  });
  const environment = childEnvironment(process.env, work);
  const run = await runRules({
    ...{ program: 'call', folder: join(work, 'cwd'), environment, deadlineMs: CALLS_MS, signal, onRule, rules, order },
  });
  const { end, left, verdicts } = run;
  const ended = end ? await leavesNothingBehind.check({ end, left }) : notRun('no call was made', 'report this');
  return [...verdicts, [leavesNothingBehind.id, ended]];
}
