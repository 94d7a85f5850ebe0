import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { spawn } from 'node:child_process';

/** How a program is run. */
export interface ProgramOptions {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** After this time it is ended. */
  readonly timeoutMs?: number;
}

/** What came of it. */
export interface ProgramResult {
  /** `undefined` when it was ended by a signal. */
  readonly code: number | undefined;
  /** The last of what it wrote, both streams together. */
  readonly output: string;
}

const KEPT_CHARACTERS = 100_000;
const isWindows = process.platform === 'win32';

/**
 * Runs a program to its end. Aborting ends it with all that it has started, and waits until it is gone.
 * @throws `MC_PROGRAM_MISSING`, and what `signal` says.
 */
export async function runProgram(words: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const { folder: cwd, environment: env, signal, timeoutMs } = options;
  signal?.throwIfAborted();
  const [command = '', ...args] = words;
  // npm and its like are .cmd files on Windows, which only a shell runs; a group of its own is ended as a whole
  const child = spawn(command, args, {
    cwd,
    env,
    shell: isWindows,
    detached: !isWindows,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: string): void => void (output = (output + chunk).slice(-KEPT_CHARACTERS));
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', keep);
  const stop = (): void => endGroup(child.pid);
  signal?.addEventListener('abort', stop, { once: true });
  const deadline = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  try {
    const code = await new Promise<number | undefined>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve(exitCode ?? undefined));
    });
    signal?.throwIfAborted();
    return { code, output };
  } catch (error) {
    if (signal?.aborted) throw error;
    throw missing(command, error);
  } finally {
    clearTimeout(deadline);
    signal?.removeEventListener('abort', stop);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(isWindows ? pid : -pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}

function missing(command: string, cause: unknown): MediaConduitError {
  return new MediaConduitError('MC_PROGRAM_MISSING', `${command} cannot be run: ${messageOf(cause)}`, {
    hint: `install ${command}, or do without it`,
    facts: { program: command },
    cause,
  });
}
