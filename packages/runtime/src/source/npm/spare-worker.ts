import type { ChildProcess } from 'node:child_process';
import { isDeepStrictEqual } from 'node:util';
import { forkWorker, type WorkerProgram } from './fork-worker';

/**
 * The process that talks to registries, started before anybody asks it: it begins while its user still loads code. Keeps
 * no program alive; disposing it ends the process unless it was taken.
 */
export class SpareWorker implements Disposable {
  #child: ChildProcess | undefined;

  constructor(private readonly program: WorkerProgram) {
    this.#child = forkWorker(program);
    this.#child.on('error', () => undefined); // whoever takes it sees that it does not run, and starts another
    this.#child.unref();
    this.#child.channel?.unref();
  }

  /** The process, once; `undefined` when it was started differently, has ended, or somebody has it. */
  take(wanted: WorkerProgram): ChildProcess | undefined {
    const child = this.#child;
    if (!child || !isDeepStrictEqual(wanted, this.program)) return undefined;
    this.#child = undefined;
    if (!child.connected || child.exitCode !== null || child.signalCode !== null) return undefined;
    child.ref();
    child.channel?.ref();
    return child;
  }

  [Symbol.dispose](): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
