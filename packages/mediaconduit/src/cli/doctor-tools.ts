import { execFile } from 'node:child_process';
import type { Check } from './doctor-check';

/** A program that something of ours calls. */
interface Tool {
  readonly name: string;
  readonly oldest: string;
  readonly purpose: string;
  readonly fix: string;
}

const TOOLS: readonly Tool[] = [
  { name: 'npm', oldest: '8', purpose: 'to install providers', fix: 'install Node.js with npm' },
  { name: 'git', oldest: '2.30', purpose: 'to fetch providers from repositories', fix: 'install git from git-scm.com' },
];

/** A program that does not answer its version is as good as missing. */
const ANSWER_MS = 10_000;

/** True when the first of two dotted versions is the newer one or the same; what follows a dash or plus is not looked at. */
export function isAtLeast(version: string, oldest: string): boolean {
  const plain = version.replace(/^v/, '').split(/[-+ ]/)[0] ?? '';
  return plain.localeCompare(oldest, 'en', { numeric: true }) >= 0;
}

/** What is missing only matters for what is not installed yet: a warning, never a failure. */
export function checkTools(environment: NodeJS.ProcessEnv): Promise<Check[]> {
  return Promise.all(TOOLS.map((tool) => checkTool(tool, environment)));
}

async function checkTool({ name, oldest, purpose, fix }: Tool, environment: NodeJS.ProcessEnv): Promise<Check> {
  const version = await versionOf(name, environment);
  const common = { id: `tools.${name}`, group: 'tools' } as const;
  if (version === undefined) return { ...common, status: 'warn', evidence: `not found, needed ${purpose}`, fix };
  if (isAtLeast(version, oldest)) return { ...common, status: 'pass', evidence: version };
  return { ...common, status: 'warn', evidence: `${version}, ${oldest} or newer is needed ${purpose}`, fix };
}

function versionOf(name: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  // On Windows npm is a batch file, which only the shell can run.
  const options = { env: environment, timeout: ANSWER_MS, shell: process.platform === 'win32' };
  return new Promise((resolve) => {
    execFile(name, ['--version'], options, (error, stdout) =>
      resolve(error ? undefined : /\d+(?:\.\d+)+/.exec(stdout)?.[0]),
    );
  });
}
