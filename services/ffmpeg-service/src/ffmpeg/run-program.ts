import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** What a program is started with. */
export interface ProgramOptions {
  /** Names in the arguments are relative to it. */
  readonly folder: string;
  /** Kills the program at once. */
  readonly signal: AbortSignal;
  /** Holds the program for as long as it runs. */
  readonly running: Set<RunningProgram>;
  /** Gets what the program writes to its file descriptor 3. */
  readonly onReport?: (text: string) => void;
}

/** How a program ended. */
export interface ProgramEnd {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly stdout: string;
  /** The end of it. */
  readonly stderr: string;
}

/** A program that has not ended yet. */
export type RunningProgram = Pick<ChildProcess, 'kill'>;

type Child = ChildProcessByStdio<null, Readable, Readable>;

const MAX_STDOUT_CHARACTERS = 16 * 1024 * 1024;
const MAX_STDERR_CHARACTERS = 64 * 1024;

/**
 * Runs a program to its end, without a shell. It stays in the process group of the service, so that whoever ends or
 * measures the service gets it too; it starts no children of its own.
 * @throws the reason of `signal`, once the program is gone, and what keeps the program from starting.
 */
export async function runProgram(
  program: string,
  argv: readonly string[],
  options: ProgramOptions,
): Promise<ProgramEnd> {
  const { folder, signal, running, onReport } = options;
  signal.throwIfAborted();
  const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const;
  const child = spawn(program, [...argv], { cwd: folder, stdio: [...stdio], windowsHide: true }) as unknown as Child;
  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill, { once: true });
  running.add(child);
  try {
    const end = await outcomeOf(child, onReport);
    signal.throwIfAborted();
    return end;
  } finally {
    running.delete(child);
    signal.removeEventListener('abort', kill);
  }
}

function outcomeOf(child: Child, onReport: ProgramOptions['onReport']): Promise<ProgramEnd> {
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (stdout.length < MAX_STDOUT_CHARACTERS) stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-MAX_STDERR_CHARACTERS);
  });
  const reports = child.stdio[3] as Readable | null | undefined;
  reports?.setEncoding('utf8').on('data', (text: string) => onReport?.(text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode, endedBy) => resolve({ exitCode, endedBy, stdout, stderr }));
  });
}
