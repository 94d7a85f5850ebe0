import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The built command, for Node.js. */
export const MAIN = join(__dirname, '../../../bin/mediaconduit.js');

/** What came of one run of the built command. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the built command in a project, away from the user's own state and from Docker; leads a process group, as in a terminal. */
export function spawnCommand(
  project: string,
  words: readonly string[],
  extra: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  const { PATH, HOME, SystemRoot } = process.env;
  const docker = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  const env = { PATH, HOME, SystemRoot, MEDIACONDUIT_HOME: join(project, 'home'), ...docker, ...extra };
  return spawn(process.execPath, [MAIN, ...words], { cwd: project, env, detached: true });
}

/** Runs it to its end; `input` is piped in, nothing by default. */
export async function runCommand(
  project: string,
  words: readonly string[],
  { input = '', environment = {} }: { input?: string | Buffer; environment?: NodeJS.ProcessEnv } = {},
): Promise<Finished> {
  const child = spawnCommand(project, words, environment);
  child.stdin.on('error', () => undefined); // it may end without reading
  child.stdin.end(input);
  return finish(child);
}

/** Its exit code and all it wrote. */
export async function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [code, stdout, stderr] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  return { code, stdout, stderr };
}
