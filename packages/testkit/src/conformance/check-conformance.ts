import { MediaConduitError } from '@mediaconduit/sdk';
import { statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { temporaryFolder } from '../folder/temporary-folder';
import { CONFORMANCE_RULES } from './all-rules';
import { checkProvider } from './check-provider';
import { checkService } from './check-service';
import { findSubjects } from './find-subjects';
import { readPackageFacts } from './package/read-package-facts';
import type { ConformanceReport } from './report/conformance-report';
import { LEVELS, type Level } from './rule/level';
import { levelOf } from './rule/level-of';
import type { RuleId } from './rule/rule';
import type { RuleResult } from './rule/rule-result';
import { toResult } from './rule/to-result';
import { notRun, type Verdict } from './rule/verdict';
import { readSettings } from './settings/read-settings';
import type { Workshop } from './workshop';

/** How a package is checked. */
export interface ConformanceOptions {
  /** Whether images are built and run. Default false: the rules about them are not run. */
  readonly docker?: boolean;
  /** Only the rules of this level and below. Default `platinum`. */
  readonly upTo?: Level;
  /** Only these rules. */
  readonly only?: readonly string[];
  /** The module of the runtime. Default: that of the package, or of its `@mediaconduit/mediaconduit`. */
  readonly runtime?: string;
  readonly signal?: AbortSignal;
  /** Told which rule is looked at now. */
  readonly onRule?: (id: RuleId) => void;
}

/**
 * Checks a package against every rule for what it holds: a provider, a service, or both. Code of the package runs in
 * processes of its own, without Docker, keys or network unless it is allowed to.
 * @throws `MC_FILE_NOT_FOUND` for a folder that holds neither, `MC_CONFIG_INVALID` for a broken conformance.json,
 *   `MC_USAGE` for a rule that does not exist, and the reason of `signal`.
 */
export async function checkConformance(place: string, options: ConformanceOptions = {}): Promise<ConformanceReport> {
  const folder = resolve(place);
  requireFolder(folder);
  const subjects = findSubjects(folder);
  const wanted = wantedRules(options);
  const facts = await readPackageFacts(folder);
  const settings = await readSettings(folder);
  await using work = await temporaryFolder();
  const workshop: Workshop = { ...options, folder, settings, wanted, facts, work: work.path };
  for (const name of ['cwd', 'home', 'homes', 'tmp', 'scratch']) await mkdir(join(work.path, name));
  const verdicts = new Map<RuleId, Verdict>();
  if (subjects.provider) for (const [id, verdict] of await checkProvider(workshop)) verdicts.set(id, verdict);
  if (subjects.service !== undefined)
    for (const [id, verdict] of await checkService(workshop, subjects.service)) verdicts.set(id, verdict);
  const letters = [subjects.provider ? 'P' : '', subjects.service === undefined ? '' : 'S'].filter((one) => one !== '');
  const results = CONFORMANCE_RULES.filter(({ id }) => wanted.has(id) && letters.includes(id.charAt(3))).map((rule) =>
    toResult(rule, verdicts.get(rule.id) ?? notRun('nobody looked at it', 'report this as a fault of the suite')),
  );
  return reportOf(workshop, subjects, results);
}

function reportOf(
  { facts, folder, only, upTo }: Workshop,
  { provider, service }: ReturnType<typeof findSubjects>,
  results: readonly RuleResult[],
): ConformanceReport {
  const { name, version } = facts.packageJson ?? {};
  const isComplete = only === undefined && (upTo === undefined || upTo === 'platinum');
  return {
    folder,
    name: typeof name === 'string' ? name : basename(folder),
    version: typeof version === 'string' ? version : undefined,
    kinds: [...(provider ? (['provider'] as const) : []), ...(service === undefined ? [] : (['service'] as const))],
    isComplete,
    level: isComplete ? levelOf(results) : undefined,
    results,
  };
}

function wantedRules({ only, upTo = 'platinum' }: ConformanceOptions): ReadonlySet<RuleId> {
  const ids = only?.map((id) => id.toUpperCase());
  const unknown = ids?.find((id) => !CONFORMANCE_RULES.some((rule) => rule.id === id));
  if (unknown !== undefined) {
    throw new MediaConduitError('MC_USAGE', `There is no rule ${unknown}.`, {
      hint: `rules are ${CONFORMANCE_RULES[0]?.id} to ${CONFORMANCE_RULES.at(-1)?.id}; docs/providers/rules lists them`,
      facts: { rule: unknown },
    });
  }
  const most = LEVELS.indexOf(upTo);
  const rules = CONFORMANCE_RULES.filter((rule) => LEVELS.indexOf(rule.level) <= most);
  return new Set(rules.filter(({ id }) => ids === undefined || ids.includes(id)).map(({ id }) => id));
}

function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new MediaConduitError('MC_FILE_NOT_FOUND', `There is no folder ${folder}.`, {
    hint: 'name the folder of a provider or a service, the one that holds its package.json',
    facts: { folder },
  });
}
