import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { MediaConduitError } from '@mediaconduit/sdk';
import { isLockBusy, type LockCommand, type LockMode } from './lock-command';

/** All that a holder needs of the environment: where `cat` is. */
const HOLDER_PATH = { PATH: '/usr/bin:/bin' };

/** A lock that this process holds; the kernel ends it when the process dies, however it dies. */
export interface HeldLock {
  /** Resolves when the kernel has let go. Safe to call twice. */
  release(): Promise<void>;
  /** For an `exit` handler: asks the kernel to let go, without waiting. */
  releaseSync(): void;
}

/**
 * Advisory locks on files between processes of one machine. Node has no call for them, so a small child holds each
 * lock until its standard input ends; it never keeps the program alive. Lock files are left where they are: to remove
 * one while another process opens it would give two holders.
 */
export class KernelLock {
  constructor(private readonly command: LockCommand) {}

  /** Joins the users of the file; waits while somebody holds it exclusively. */
  shared(file: string, signal: AbortSignal): Promise<HeldLock> {
    return this.#wait(file, 'shared', signal);
  }

  /** The lock for one alone, when all others have let go. */
  exclusive(file: string, signal: AbortSignal): Promise<HeldLock> {
    return this.#wait(file, 'exclusive', signal);
  }

  /** The lock for one alone; `undefined` when anybody uses the file. */
  tryExclusive(file: string): Promise<HeldLock | undefined> {
    return this.#hold(file, 'try-exclusive');
  }

  async #wait(file: string, mode: LockMode, signal: AbortSignal): Promise<HeldLock> {
    const held = await this.#hold(file, mode, signal);
    if (held) return held;
    throw lockFailed(file, 'the holder ended before it had the lock');
  }

  async #hold(file: string, mode: LockMode, signal?: AbortSignal): Promise<HeldLock | undefined> {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    signal?.throwIfAborted(); // in the same turn as the listener: an abort in between would be missed
    const child = this.#start(file, mode);
    const abort = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await answerOf(child, file);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    signal?.throwIfAborted();
    if (isLockBusy(child.exitCode)) return undefined;
    if (child.exitCode !== null || child.signalCode !== null)
      throw lockFailed(file, `the holder ended (${child.exitCode})`);
    return new LockHolder(child);
  }

  /** In a process group of its own: Ctrl+C in a terminal reaches all of ours and must not end the lock before its user. */
  #start(file: string, mode: LockMode): ChildProcess {
    const [program, ...args] = this.command(file, mode);
    const child = spawn(program, args, {
      cwd: dirname(file),
      stdio: ['pipe', 'pipe', 'ignore'],
      detached: true,
      env: HOLDER_PATH,
    });
    child.stdin.on('error', () => undefined);
    return child;
  }
}

class LockHolder implements HeldLock {
  readonly #ended: Promise<unknown>;

  constructor(private readonly child: ChildProcess) {
    this.#ended = new Promise((resolve) => child.once('exit', resolve));
    child.unref();
    for (const stream of [child.stdin, child.stdout]) unref(stream);
  }

  async release(): Promise<void> {
    this.child.ref();
    this.releaseSync();
    if (this.child.exitCode === null && this.child.signalCode === null) await this.#ended;
  }

  /** Not by a signal: the lock may be held by a child of this child, which ends with the same input. */
  releaseSync(): void {
    this.child.stdin?.destroy();
  }
}

/** Resolves with the first line of the holder, or with its end. */
async function answerOf(child: ChildProcess, file: string): Promise<void> {
  const done = new AbortController();
  const { signal } = done;
  try {
    await Promise.race([once(child.stdout ?? child, 'data', { signal }), once(child, 'exit', { signal })]);
  } catch (error) {
    throw lockFailed(file, 'the holder could not be started', error);
  } finally {
    done.abort();
  }
}

/** The pipes of a child are sockets, whatever their declared type says. */
function unref(stream: object | null): void {
  if (stream instanceof Socket) stream.unref();
}

function lockFailed(file: string, reason: string, cause?: unknown): MediaConduitError {
  return new MediaConduitError('MC_HOME_UNUSABLE', `The lock ${file} could not be taken: ${reason}.`, {
    hint: 'check that the state folder is writable and on a local disk',
    facts: { file, reason },
    cause,
  });
}
