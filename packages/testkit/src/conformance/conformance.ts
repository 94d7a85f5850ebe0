import { MediaConduitError } from '@mediaconduit/sdk';
import { CONFORMANCE_RULES } from './all-rules';
import { checkConformance, type ConformanceOptions } from './check-conformance';
import { findSubjects } from './find-subjects';
import type { ConformanceReport } from './report/conformance-report';
import { LEVELS, type Level } from './rule/level';
import type { RuleResult } from './rule/rule-result';

/** The functions of a test runner that the suite needs; those of Jest and Vitest fit, with `before` those of `node:test`. */
export interface ConformanceRunner {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => void) => unknown;
  readonly beforeAll: (body: () => Promise<void>, timeoutMs?: number) => unknown;
}

/** How the suite runs as a test. */
export interface ConformanceTestOptions extends Pick<ConformanceOptions, 'docker' | 'runtime'> {
  /** Each rule of this level and below is a test. Default `gold`. */
  readonly level?: Level;
  /** Default: the globals of Jest or Vitest, else `node:test`. */
  readonly runner?: ConformanceRunner;
}

const MOST_MS = 1_200_000;

/**
 * Registers every rule for the package of a folder as a test of its own. A rule that cannot be checked here fails, and
 * says what it needs. One line in a test file: `conformance(join(__dirname, '..'))`.
 */
export function conformance(folder: string, options: ConformanceTestOptions = {}): void {
  const { level = 'gold', runner = runnerHere(), ...others } = options;
  const subjects = findSubjects(folder);
  const isFor = (id: string): boolean => (id.startsWith('MC-P') ? subjects.provider : subjects.service !== undefined);
  const rules = CONFORMANCE_RULES.filter((rule) => LEVELS.indexOf(rule.level) <= LEVELS.indexOf(level));
  runner.describe('conformance', () => {
    let report: ConformanceReport | undefined;
    runner.beforeAll(async () => {
      report = await checkConformance(folder, { ...others, upTo: level });
    }, MOST_MS);
    for (const { id, title, level: own } of rules.filter((rule) => isFor(rule.id))) {
      runner.it(`${id} (${own}) ${title}`, () => requireKept(report?.results.find((result) => result.id === id)));
    }
  });
}

function requireKept(result: RuleResult | undefined): void {
  if (result?.outcome === 'pass' || result?.outcome === 'not-applicable') return;
  const { details, docs, id, next, outcome } = result ?? { details: ['the check itself failed'], outcome: 'not-run' };
  const lines = [`${id ?? ''} ${outcome === 'fail' ? 'is broken' : 'could not be checked'}:`, ...details];
  throw new MediaConduitError('MC_PROVIDER_INVALID', [...lines, `next: ${next ?? ''}`, docs ?? ''].join('\n  '), {
    hint: next,
    facts: { rule: id, problems: details },
  });
}

function runnerHere(): ConformanceRunner {
  const { beforeAll, describe, it } = globalThis as Partial<ConformanceRunner>;
  if (beforeAll && describe && it) return { beforeAll, describe, it };
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only where no other runner is
  const node = require('node:test') as typeof import('node:test');
  return {
    describe: (name, body) => void node.describe(name, body),
    it: (name, body) => void node.it(name, body),
    beforeAll: (body) => node.before(body),
  };
}
