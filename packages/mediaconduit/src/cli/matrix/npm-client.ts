import { MediaConduitError } from '@mediaconduit/sdk';
import { parseJson } from './parse-json';
import { runProgram, type Ended } from './run-program';

/** What npm says when it refuses. */
export interface NpmProblem {
  /** `E404`, `ERESOLVE`, `ECONNREFUSED`. */
  readonly code: string;
  readonly summary: string;
  /** What was in each other's way, where packages were. */
  readonly detail: string;
}

/** One version of a package, and what a registry says of the whole package. */
export interface PackageView {
  readonly version: string;
  /** Of the package, lowest first. */
  readonly versions?: string | readonly string[];
  readonly 'dist-tags'?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The part of npm that is used. */
export interface NpmClient {
  /**
   * Fields of every version that fits, lowest first; none where the registry has no such package or version.
   * @throws `MC_FETCH_FAILED` where the registry does not answer.
   */
  view(spec: string, fields: readonly (keyof PackageView)[]): Promise<PackageView[]>;
  /** Installs packages into a project without running anything of them; answers why that is impossible. */
  install(folder: string, specs: readonly string[]): Promise<NpmProblem | undefined>;
}

/** Where npm is run, and how it is ended. */
interface NpmSettings {
  /** Its settings are those of this folder and of the user. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** `--install-links`: a folder is installed as it would be published, not linked. */
const INSTALL = ['--save-exact', '--ignore-scripts', '--install-links', '--no-package-lock', '--no-audit', '--no-fund'];

const MISSING = new Set(['E404', 'ETARGET', 'ENOVERSIONS']);

/** The npm on the PATH, with the settings of its user. @throws `MC_PROGRAM_MISSING` at its first use. */
export function createNpmClient(settings: NpmSettings): NpmClient {
  const run = (folder: string, args: readonly string[]): Promise<Ended> =>
    runProgram({ ...settings, command: 'npm', args: [...args, '--json', '--loglevel=error'], folder });
  return {
    async view(spec, fields) {
      // npm answers a bare value when it finds one field only: these two are always there
      const ended = await run(settings.folder, ['view', spec, 'name', 'version', ...fields]);
      if (ended.exitCode === 0) return [(parseJson(ended.stdout) ?? []) as PackageView | PackageView[]].flat();
      const problem = problemOf(ended);
      if (MISSING.has(problem.code)) return [];
      throw unreachable(spec, problem);
    },
    async install(folder, specs) {
      const ended = await run(folder, ['install', ...INSTALL, ...specs]);
      return ended.exitCode === 0 ? undefined : problemOf(ended);
    },
  };
}

function problemOf({ exitCode, stderr, stdout }: Ended): NpmProblem {
  const { error = {} } = Object(parseJson(stdout)) as { readonly error?: Partial<Record<keyof NpmProblem, unknown>> };
  const { code, detail, summary } = error;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return {
    code: typeof code === 'string' ? code : 'EUNKNOWN',
    summary: firstLine(summary) ?? (said === '' ? `npm ended with ${exitCode}` : said),
    detail: typeof detail === 'string' ? detail.trim() : '',
  };
}

function firstLine(text: unknown): string | undefined {
  return typeof text === 'string' && text.trim() !== '' ? text.trim().split('\n')[0] : undefined;
}

function unreachable(spec: string, { code, summary }: NpmProblem): MediaConduitError {
  return new MediaConduitError('MC_FETCH_FAILED', `npm cannot look ${spec} up: ${summary}.`, {
    hint: 'check the network, and with `npm config get registry` which registry is asked',
    facts: { spec, npmCode: code },
  });
}
