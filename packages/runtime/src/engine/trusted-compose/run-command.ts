import { spawn, type ChildProcess } from 'node:child_process';

/** How much of each stream is kept, in bytes: the last of it. */
export const LONGEST_OUTPUT = 4 * 1024 * 1024;

/** Between the polite and the final signal, in ms. */
const GRACE_MS = 5_000;

/** What a command is run with. */
export interface CommandOptions {
  readonly folder: string;
  /** All of it: nothing of ours is added. */
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface CommandResult {
  /** `undefined` when the command is not there or was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program by its words, without a shell. Never rejects; an abort, and our exit, end it and everything it started. */
export type RunCommand = (words: readonly [string, ...string[]], options: CommandOptions) => Promise<CommandResult>;

/** The one of this machine. */
export const runCommand: RunCommand = ([program, ...rest], { folder, environment, signal }) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve({ code: undefined, stdout: '', stderr: '' });
    // In a process group of its own: Ctrl+C is ours to handle, and a plugin ends with its program.
    const child = spawn(program, rest, {
      cwd: folder,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const stdout = new Tail();
    const stderr = new Tail();
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    let late: NodeJS.Timeout | undefined;
    const abort = (): void => {
      kill(child, 'SIGTERM');
      late = setTimeout(() => kill(child, 'SIGKILL'), GRACE_MS).unref();
    };
    const exit = (): void => kill(child, 'SIGKILL'); // later nobody sees to it that it ends
    signal.addEventListener('abort', abort, { once: true });
    process.once('exit', exit);
    const end = (code: number | null, reason = stderr.text): void => {
      signal.removeEventListener('abort', abort);
      process.off('exit', exit);
      clearTimeout(late);
      resolve({ code: code ?? undefined, stdout: stdout.text, stderr: reason });
    };
    child.once('error', (error) => end(null, error.message));
    child.once('close', (code) => end(code));
  });

class Tail {
  #chunks: Buffer[] = [];
  #size = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size <= 2 * LONGEST_OUTPUT) return;
    this.#chunks = [Buffer.concat(this.#chunks).subarray(-LONGEST_OUTPUT)];
    this.#size = LONGEST_OUTPUT;
  }

  get text(): string {
    return Buffer.concat(this.#chunks).subarray(-LONGEST_OUTPUT).toString('utf8');
  }
}

function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // it ended meanwhile
  }
}
