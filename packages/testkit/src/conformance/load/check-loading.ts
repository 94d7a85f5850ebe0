import type { ProviderManifest } from '@mediaconduit/sdk';
import { join } from 'node:path';
import { bareEnvironment } from '../child/child-environment';
import { runChild } from '../child/run-child';
import type { RuleId } from '../rule/rule';
import type { Verdict } from '../rule/verdict';
import type { Workshop } from '../workshop';
import type { LoadReport } from './load-report';
import { LOAD_RULES } from './load-rules';

const LOADING_MS = 60_000;

/** The verdicts of the rules about loading. */
export async function checkLoading(workshop: Workshop, manifest: ProviderManifest): Promise<[RuleId, Verdict][]> {
  const { onRule, signal, wanted, work } = workshop;
  const rules = LOAD_RULES.filter(({ id }) => wanted.has(id));
  const [first] = rules;
  if (!first) return [];
  onRule?.(first.id);
  let told: LoadReport | undefined;
  const folders = ['cwd', 'home', 'tmp'].map((name) => join(work, name));
  const end = await runChild({
    ...{ program: 'load', order: { folder: manifest.folder, watched: folders }, folder: join(work, 'cwd') },
    ...{ environment: bareEnvironment(process.env, work), deadlineMs: LOADING_MS, signal },
    onMessage: (message) => void (told = (message as { report?: LoadReport }).report ?? told),
  });
  const silent: LoadReport = {
    loadProblem: end.end === 'deadline' ? 'It is not loaded within 60 s.' : `It ends the program with ${end.exitCode}.`,
    ...{ exportProblems: [], hostProblems: [], printed: end.output },
  };
  const report = told ? { ...told, printed: end.output } : silent;
  return Promise.all(rules.map(async (rule) => [rule.id, await rule.check({ manifest, report })] as [RuleId, Verdict]));
}
