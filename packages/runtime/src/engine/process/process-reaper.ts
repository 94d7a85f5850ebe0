import { spawn, type ChildProcess } from 'node:child_process';
import { processStartTime } from './process-start-time';
import { REAPER_SCRIPT } from './reaper-script';
import { unrefStream } from './unref-stream';

/**
 * Kills our process groups when we are gone, however we ended: a small shell waits for the end of a pipe that only we
 * hold open. It is started with the first group, and never keeps our program alive.
 */
export class ProcessReaper {
  readonly #groups = new Map<number, string>(); // the rest of its line
  #shell: ChildProcess | undefined;

  constructor(private readonly platform: NodeJS.Platform) {}

  /** Starts the shell, if it does not run: worth its time before a spawn where nothing else protects the child. */
  prepare(): void {
    if (this.platform === 'win32' || this.#shell) return;
    this.#start();
    this.#write([...this.#groups].map(([pid, rest]) => `add ${pid} ${rest}`));
  }

  /** Watches over the group led by `pid`, and over what has the mark. Call it in the same turn as the spawn. */
  add(pid: number, mark = ''): void {
    if (this.platform === 'win32') return;
    this.prepare();
    const startTime = processStartTime(pid);
    const rest = startTime === '' ? '' : `${startTime} ${mark}`; // without /proc there are no marks either
    this.#groups.set(pid, rest);
    this.#write([`add ${pid} ${rest}`]);
  }

  /** Forgets a group that has ended. */
  delete(pid: number): void {
    if (this.#groups.delete(pid)) this.#write([`del ${pid}`]);
  }

  /** Ends the shell, which kills what is still listed. */
  close(): void {
    this.#shell?.stdin?.end();
    this.#shell = undefined;
    this.#groups.clear();
  }

  #start(): void {
    const shell = spawn('/bin/sh', ['-c', REAPER_SCRIPT], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.#shell = shell;
    const forget = (): void => {
      if (this.#shell === shell) this.#shell = undefined;
    };
    shell.once('error', forget).once('exit', forget).unref();
    shell.stdin.on('error', () => undefined);
    unrefStream(shell.stdin);
  }

  #write(lines: readonly string[]): void {
    if (lines.length > 0) this.#shell?.stdin?.write(lines.map((line) => `${line}\n`).join(''));
  }
}
