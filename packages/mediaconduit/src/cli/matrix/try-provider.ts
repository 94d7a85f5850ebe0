import { join } from 'node:path';
import type { ConformanceReport, RuleResult } from '../conformance-suite';
import { copySettings } from './copy-settings';
import { CORE, TESTKIT } from './core-packages';
import type { Candidate, Cell, CoreVersion, Problem, RuleCounts } from './matrix';
import type { NpmClient, NpmProblem } from './npm-client';
import { parseJson } from './parse-json';
import { runProgram, type Ended } from './run-program';
import { sharedSdk } from './shared-sdk';
import type { TrialProject } from './trial-project';

/** How providers are tried. */
export interface Trials {
  readonly npm: NpmClient;
  /** The project whose npm settings are used. */
  readonly settings: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Only these rules. */
  readonly rules?: readonly string[];
}

/** What is done now. */
export type Stage = 'installing' | 'checking';

/** A version of the core, and a project in which it is installed with its test kit, or why it is not. */
export interface InstalledCore {
  readonly core: CoreVersion;
  readonly project: TrialProject;
  readonly failure?: NpmProblem;
}

const COMMAND = join('node_modules', CORE, 'bin', 'mediaconduit.js');
const KEPT_OR_BROKEN = new Set([0, 9]);

/** Installs the core, and the test kit that it was published with, into an empty project. @throws as {@link tryProvider}. */
export async function installCore(core: CoreVersion, project: TrialProject, { npm }: Trials): Promise<InstalledCore> {
  const failure = await npm.install(project.folder, [`${CORE}@${core.version}`, `${TESTKIT}@${core.testkit}`]);
  return { core, project, ...(failure && { failure }) };
}

/**
 * Installs a provider into a copy of a project with a core, which is gone afterwards, asks that core whether it takes the
 * provider, and checks it with the conformance suite of that core.
 * @throws `MC_PROGRAM_MISSING` without npm, and the reason of the signal.
 */
export async function tryProvider(
  candidate: Candidate,
  { core, failure, project: base }: InstalledCore,
  { onStage, ...trials }: Trials & { readonly onStage: (stage: Stage) => void },
): Promise<Cell> {
  onStage('installing');
  if (failure) return notInstallable(core, failure);
  await using project = base.copy(await sharedSdk(candidate, core, trials.npm));
  const problem = await trials.npm.install(project.folder, [candidate.spec]);
  if (problem) return notInstallable(core, problem);
  const tried = project.tried();
  if (!tried) return { outcome: 'failed', core: core.version, problem: ownPackage(candidate), isDeclared: false };
  onStage('checking');
  if (candidate.folder !== undefined) copySettings(candidate.folder, tried.folder);
  const run = (...args: string[]): Promise<Ended> =>
    runProgram({
      command: process.execPath,
      args,
      folder: project.folder,
      environment: { ...trials.environment, ...project.variables },
      signal: trials.signal,
    });
  const known = { core: core.version, version: tried.version };
  const refusal = refusalIn(await run(join(__dirname, 'admit-main.js'), tried.name));
  if (refusal) return { outcome: 'refused', ...known, problem: refusal, isDeclared: true };
  const only = trials.rules ? ['--rule', ...trials.rules] : [];
  return { ...known, ...judge(await run(COMMAND, 'conformance', tried.folder, '--json', ...only)) };
}

/** A core that does not take a provider for what it says about versions; whatever else is wrong, rules are about. */
function refusalIn({ stdout }: Ended): Problem | undefined {
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  const { problem } = Object(parseJson(last)) as { readonly problem?: Problem };
  if (problem?.code !== 'MC_CONTRACT_MISMATCH') return undefined;
  return { code: problem.code, message: problem.message }; // its hint is about the project that is gone
}

type Judged =
  | Pick<Extract<Cell, { rules: RuleCounts }>, 'outcome' | 'level' | 'rules' | 'broken'>
  | { readonly outcome: 'failed'; readonly problem: Problem; readonly isDeclared: false };

function judge(ended: Ended): Judged {
  const answer = Object(parseJson(ended.stdout)) as Partial<ConformanceReport> & { readonly error?: ToldError };
  if (!answer.results || !KEPT_OR_BROKEN.has(ended.exitCode ?? -1))
    return { outcome: 'failed', problem: problemOf(answer.error, ended), isDeclared: false };
  const { level, results } = answer;
  const broken = results.filter(({ outcome }) => outcome === 'fail');
  return {
    outcome: broken.length === 0 ? 'passed' : 'failed',
    ...(level && { level }),
    rules: countsOf(results),
    broken,
  };
}

/** An error of the command as JSON: the text is the detail. */
interface ToldError {
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
}

function problemOf(error: ToldError | undefined, { exitCode, stderr }: Ended): Problem {
  if (error?.code !== undefined) {
    return { code: error.code, message: error.detail ?? '', ...(error.hint !== undefined && { hint: error.hint }) };
  }
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return {
    code: 'MC_PROVIDER_FAILED',
    message: `The conformance suite ended with ${exitCode}${said === '' ? '' : `: ${said}`}`,
  };
}

function countsOf(results: readonly RuleResult[]): RuleCounts {
  const count = (outcome: RuleResult['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    'not-run': count('not-run'),
    'not-applicable': count('not-applicable'),
  };
}

/** npm explains which peer of which package was in the way. */
const PEER_OF_OURS = /\bpeer (?:optional )?@mediaconduit\//;

function notInstallable({ version: core }: CoreVersion, { code, detail, summary }: NpmProblem): Cell {
  const isDeclared = code === 'ERESOLVE' && PEER_OF_OURS.test(detail);
  const message = detail === '' || code !== 'ERESOLVE' ? summary : detail;
  return { outcome: 'not-installable', core, problem: { code, message }, isDeclared };
}

function ownPackage({ name }: Candidate): Problem {
  return { code: 'MC_USAGE', message: `${name} is part of what providers are tried with.` };
}
