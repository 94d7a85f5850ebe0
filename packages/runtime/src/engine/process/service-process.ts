import type { Clock, ClockTimer, RunningService, ServiceInspection, StopOptions } from '@mediaconduit/sdk';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { OutputLog } from './output-log';
import { unkillableError } from './process-errors';
import type { ProcessTree } from './process-tree';
import { unrefStream } from './unref-stream';

/** The only interface that children listen on. */
const HOST = '127.0.0.1';
/** Time for the politeness of a stop when the caller names none, in ms. */
const DEFAULT_GRACE_MS = 10_000;
/** How long a program may take to end by SIGKILL, in ms. */
const KILLED_WITHIN_MS = 5000;
/** How long ended programs may still be seen, in ms: in a container without an init nobody collects them. */
const GONE_WITHIN_MS = 1000;
/** How long output is awaited after the end, in ms: a program that left our group may hold the pipe for ever. */
const OUTPUT_WITHIN_MS = 200;

/** What a service process is made of. */
export interface ServiceProcessParts {
  readonly child: ChildProcess;
  readonly pid: number;
  /** In the environment of everything that it starts. */
  readonly mark?: string;
  readonly serviceId: string;
  /** The command line, for people. */
  readonly label: string;
  /** Makes the child open files of this machine. */
  readonly fileToken?: string;
  readonly tree: ProcessTree;
  readonly clock: Clock;
  /** Called at the end of the child or of its stop, before anybody learns of it. */
  readonly onEnding: () => void;
}

/** One child of ours with everything it starts, from its spawn until nothing of it is left. */
export class ServiceProcess {
  readonly id: string;
  readonly pid: number;
  readonly serviceId: string;
  readonly output = new OutputLog();
  /** Resolves when the child has ended and its output was read; what it started is gone by then. */
  readonly gone: Promise<void>;
  /** Signal that ended the child, if one did. */
  endedBy: NodeJS.Signals | undefined;
  exitCode: number | undefined;
  /** Unknown until the child listens or will listen there for certain. */
  port: number | undefined;
  #ending = false;
  readonly #parts: ServiceProcessParts;
  readonly #startedAt = new Date().toISOString();

  constructor(parts: ServiceProcessParts) {
    this.#parts = parts;
    this.id = `pid:${parts.pid}`;
    this.pid = parts.pid;
    this.serviceId = parts.serviceId;
    // Failed signals and messages are reported here too; the end of the child is what counts.
    parts.child.on('error', () => undefined);
    for (const stream of [parts.child.stdout, parts.child.stderr]) {
      if (stream) this.output.read(stream);
    }
    this.gone = this.#untilGone();
  }

  /** False from the moment of a stop or of the end of the child. */
  get isUsable(): boolean {
    return !this.#ending && this.port !== undefined;
  }

  /** Whether the child has ended. */
  get hasExited(): boolean {
    return this.exitCode !== undefined;
  }

  /** Lets our program end although the child still runs. */
  unref(): void {
    const { child } = this.#parts;
    child.unref();
    child.channel?.unref?.();
    unrefStream(child.stdout);
    unrefStream(child.stderr);
  }

  /**
   * Asks politely, insists when the grace is over or the signal aborts, and waits until nothing is left.
   * @throws `MC_ENGINE_FAILED` when the child survives SIGKILL for 5 s.
   */
  async stop({ graceMs = DEFAULT_GRACE_MS, signal }: StopOptions = {}): Promise<void> {
    const { child, clock, pid, tree } = this.#parts;
    let giveUp = (_error: Error): void => undefined;
    const survived = new Promise<never>((_resolve, reject) => (giveUp = reject));
    let timer: ClockTimer | undefined;
    const insist = (): void => {
      this.kill();
      clock.clearTimeout(timer);
      timer = clock.setTimeout(() => giveUp(unkillableError(this.serviceId, pid)), KILLED_WITHIN_MS);
    };
    signal?.addEventListener('abort', insist, { once: true });
    try {
      this.#beginEnd();
      child.ref();
      if (!this.hasExited) tree.terminate(pid);
      if (signal?.aborted || graceMs <= 0) insist();
      else timer = clock.setTimeout(insist, graceMs);
      await Promise.race([this.gone, survived]);
    } finally {
      clock.clearTimeout(timer);
      signal?.removeEventListener('abort', insist);
    }
  }

  /** Ends the child and what it started, at once. */
  kill(): void {
    this.#beginEnd();
    if (!this.hasExited) this.#parts.tree.kill(this.#parts.pid, this.#parts.mark);
  }

  /** As the engine hands it out once the port is known. */
  describe(adopted: boolean): RunningService {
    const { id, serviceId, port = 0 } = this;
    const address = { host: HOST, port };
    const { fileToken } = this.#parts;
    return { id, serviceId, engine: 'process', baseUrl: `http://${HOST}:${port}`, address, adopted, fileToken };
  }

  inspect(): ServiceInspection {
    const { exitCode, id, port, serviceId } = this;
    const address = port === undefined ? undefined : { host: HOST, port };
    const state = this.hasExited ? 'exited' : address ? 'running' : 'created';
    const label = this.#parts.label;
    return { id, serviceId, engine: 'process', state, address, exitCode, startedAt: this.#startedAt, label };
  }

  #beginEnd(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#parts.onEnding();
  }

  async #untilGone(): Promise<void> {
    const { child, clock, mark, pid, tree } = this.#parts;
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    await new Promise<void>((resolve) => {
      child.once('exit', (code, signal) => {
        this.endedBy = signal ?? undefined;
        this.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
        this.#beginEnd();
        resolve();
      });
    });
    const deadline = clock.now() + GONE_WITHIN_MS;
    for (let waitMs = 1; tree.isAlive(pid, mark) && clock.now() < deadline; waitMs = Math.min(waitMs * 2, 20)) {
      tree.kill(pid, mark);
      await new Promise<void>((resolve) => clock.setTimeout(resolve, waitMs));
    }
    await this.#untilClosed(closed);
  }

  async #untilClosed(closed: Promise<void>): Promise<void> {
    const { child, clock } = this.#parts;
    const late = new Promise<void>((resolve) => {
      const timer = clock.setTimeout(resolve, OUTPUT_WITHIN_MS);
      void closed.then(() => clock.clearTimeout(timer));
    });
    await Promise.race([closed, late]);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}
