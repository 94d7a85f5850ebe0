import { spawn, type ChildProcess } from 'node:child_process';
import { MediaConduitError } from '@mediaconduit/sdk';

/** A program, and where it runs. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** An existing folder. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

/** How a program came to its end, and what it wrote. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program may take to end those that it has started itself, in ms. */
const GRACE_MS = 5000;

const MOST_OUTPUT = 16 << 20;

/**
 * Runs a program to its end, leading a process group of its own. When `signal` is aborted it is ended, with its group.
 * @throws `MC_PROGRAM_MISSING`, and the reason of `signal`.
 */
export async function runProgram(program: Program): Promise<Ended> {
  const { args, command, environment, folder, signal } = program;
  signal.throwIfAborted();
  const child = spawn(command, args, {
    cwd: folder,
    env: environment,
    detached: process.platform !== 'win32',
    shell: isBatchFile(command),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const take = (text: string): void => void (output[name] = (output[name] + text).slice(0, MOST_OUTPUT));
    child[name].setEncoding('utf8').on('data', take);
  }
  let force: NodeJS.Timeout | undefined;
  const end = (): void => {
    signalGroup(child, 'SIGTERM');
    force = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
  };
  const endAtOnce = (): void => signalGroup(child, 'SIGTERM');
  signal.addEventListener('abort', end, { once: true });
  process.once('exit', endAtOnce);
  try {
    const exitCode = await exitOf(child, command);
    signal.throwIfAborted();
    return { exitCode, ...output };
  } finally {
    clearTimeout(force);
    signalGroup(child, 'SIGKILL'); // what it has left in its group
    signal.removeEventListener('abort', end);
    process.off('exit', endAtOnce);
  }
}

function exitOf(child: ChildProcess, command: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('close', (code) => resolve(code));
    child.once('error', (cause) => reject(missing(command, cause)));
  });
}

/** On Windows npm is a batch file, which only the shell can run. */
function isBatchFile(command: string): boolean {
  return process.platform === 'win32' && command === 'npm';
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // nobody of the group is left
  }
}

function missing(command: string, cause: Error): MediaConduitError {
  return new MediaConduitError('MC_PROGRAM_MISSING', `${command} cannot be run: ${cause.message}.`, {
    hint: command === 'npm' ? 'install Node.js with npm, whichever package manager your project uses' : undefined,
    facts: { program: command },
    cause,
  });
}
