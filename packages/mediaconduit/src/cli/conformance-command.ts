import { createRequire } from 'node:module';
import { extname, join, resolve } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { conformanceLines, standing } from './conformance-lines';
import type { ConformanceSuite, QualityLevel } from './conformance-suite';
import type { Session } from './session';

/** What the command is told beside the folder. */
export interface ConformanceFlags {
  readonly docker?: boolean;
  readonly badge?: string;
  readonly level?: QualityLevel;
  readonly rule?: readonly string[];
}

const CHECKS_FAILED = 9;

/** `mediaconduit conformance <folder>`: every rule of a provider or service package. 9 when one is broken, or the level is not reached. */
export async function checkPackage(session: Session, place: string, flags: ConformanceFlags): Promise<number> {
  const folder = resolve(session.folder, place);
  const { output, signal } = session;
  const { badge, docker, level, rule: only } = flags;
  if (only && (badge !== undefined || level !== undefined)) throw unclear();
  checkBadge(badge);
  const suite = loadSuite(folder, session.folder);
  const report = await suite.checkConformance(folder, {
    ...{ docker, only, signal, runtime: require.resolve('@mediaconduit/runtime') },
    onRule: (id) => output.canRewrite && output.status(`checking ${id} …`),
  });
  output.status(undefined);
  const reached = standing(report, suite.LEVELS, level);
  if (output.settings.json) await output.json({ ...report, level: report.level ?? null, ok: reached.ok });
  else await output.lines(conformanceLines(report, reached, output));
  if (badge !== undefined) {
    const file = resolve(session.folder, badge);
    await suite.writeBadge(file, report.level);
    output.note(`wrote ${file}`);
  }
  return reached.ok ? 0 : CHECKS_FAILED;
}

/** Before minutes of work. */
function checkBadge(file: string | undefined): void {
  if (file === undefined || ['.svg', '.json'].includes(extname(file).toLowerCase())) return;
  throw new MediaConduitError('MC_USAGE', `A badge cannot be written into ${file}.`, {
    hint: 'name a file that ends in .svg, or in .json for https://shields.io/badges/endpoint-badge',
    facts: { file },
  });
}

/** That of the package, of the project, or beside this command: only authors have it. */
function loadSuite(folder: string, project: string): ConformanceSuite {
  for (const from of [join(folder, 'package.json'), join(project, 'package.json'), __filename]) {
    const found = resolveFrom(from);
    if (found === undefined) continue;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is of the package that is checked
    return require(found) as ConformanceSuite;
  }
  throw new MediaConduitError('MC_PACKAGE_MISSING', 'The rules are in the test kit, which is not installed here.', {
    hint: `npm install --save-dev @mediaconduit/testkit, in ${folder}`,
    facts: { package: '@mediaconduit/testkit', folder },
  });
}

function resolveFrom(file: string): string | undefined {
  try {
    return createRequire(file).resolve('@mediaconduit/testkit');
  } catch {
    return undefined; // not installed there
  }
}

function unclear(): MediaConduitError {
  return new MediaConduitError(
    'MC_USAGE',
    'A level is what all rules together say: not --rule with --level or --badge.',
    {
      hint: 'leave --rule out, or the others',
    },
  );
}
