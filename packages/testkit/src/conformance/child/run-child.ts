import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { LATE, within } from './within';

/** A program of ours that runs code of a package, and what it is told. */
export interface ChildOrder {
  /** `load`, `call` or `service`. */
  readonly program: 'load' | 'call' | 'service';
  readonly order: object;
  /** Where it runs: an empty folder. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** After this time it is killed. */
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly onMessage: (message: unknown) => void;
}

/** How the program came to its end. */
export interface ChildEnd {
  /** All that it printed. */
  readonly output: string;
  readonly exitCode: number | null;
  /** `deadline`: it was killed, its work was not done; `lingering`: it was, and something kept it from ending. */
  readonly end: 'itself' | 'deadline' | 'lingering';
}

/** For a program whose work is done: what may still take a moment to end. */
const LINGER_MS = 15_000;

const MOST_OUTPUT = 64 * 1024;

/**
 * Runs code that nobody trusts to end: in a process of its own, with a deadline, leading a process group that is gone
 * behind it. The program sends messages, then disconnects when its work is done.
 */
export async function runChild(order: ChildOrder): Promise<ChildEnd> {
  const { deadlineMs, environment, folder, onMessage, program, signal } = order;
  signal?.throwIfAborted();
  const child = fork(mainOf(program), [], {
    cwd: folder,
    env: environment,
    execArgv: ['--expose-gc'],
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(0, MOST_OUTPUT));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  child.on('message', onMessage);
  const kill = (): void => killGroup(child);
  signal?.addEventListener('abort', kill, { once: true });
  process.once('exit', kill);
  try {
    const end = await endOf(child, order.order, deadlineMs);
    return { output, ...end };
  } finally {
    killGroup(child);
    signal?.removeEventListener('abort', kill);
    process.off('exit', kill);
    signal?.throwIfAborted();
  }
}

async function endOf(child: ChildProcess, order: object, deadlineMs: number): Promise<Omit<ChildEnd, 'output'>> {
  const closed = once(child, 'close').then(([exitCode]) => exitCode as number | null);
  const done = once(child, 'disconnect').then(() => undefined);
  child.on('error', () => undefined); // it ends then, which is told
  child.send(order, () => undefined);
  if ((await within(done, deadlineMs)) === LATE) return { exitCode: null, end: 'deadline' };
  const exitCode = await within(closed, LINGER_MS);
  return exitCode === LATE ? { exitCode: null, end: 'lingering' } : { exitCode, end: 'itself' };
}

/** Also what it started and left. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // nobody of the group is left
  }
}

/** Tests run from the sources; the program is the built one in any case. */
function mainOf(program: ChildOrder['program']): string {
  return join(__dirname, '..', program, `${program}-main.js`).replace(/([\\/])src([\\/]conformance)/, '$1dist$2');
}
