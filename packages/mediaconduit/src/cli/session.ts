import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EngineChoice, Runtime, RuntimeOptions } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { CommandHost } from './command-host';
import { Hurry } from './hurry';
import { listenToConsole } from './listen-to-console';
import { withEnvFile } from './load-env-file';
import type { Output } from './output';
import { StartProgress } from './start-progress';

/** How long cancelled work may take to remove what it had begun, in ms. */
const CLEAN_UP_MS = 1000;

/** What may still be stopped politely after the deadline, in ms. */
const LATE_GRACE_MS = 2000;

/** Flags that every command takes and that change how it works; how it talks is in `OutputSettings`. */
export interface SessionSettings {
  readonly engine?: EngineChoice;
  /** For the whole command. */
  readonly timeoutMs?: number;
  /** Folder of the project, relative to where the command was called. */
  readonly cwd?: string;
  /** Every question is answered with yes. */
  readonly yes?: boolean;
  /** The command also does its work for a folder that is gone, and calls `requireFolder` where it cannot. */
  readonly folderMayBeGone?: boolean;
}

/** What a command that is cancelled ends with: an exit code, or the error that it throws. */
export type Farewell = (reason: MediaConduitError) => number | Promise<number>;

/** One run of the command: what it may use, how it is cancelled, and what must be closed at its end. */
export class Session {
  readonly host: CommandHost;
  readonly output: Output;
  /** Whether what providers print is told; else only with `--verbose`. */
  showPrinted = false;
  #settings: SessionSettings = {};
  #environment: NodeJS.ProcessEnv | undefined;
  #runtime: Runtime | undefined;
  #progress: StartProgress | undefined;
  #farewell: Farewell = (reason): never => {
    throw reason;
  };
  /** On the clock of `performance`. */
  #deadlineAt: number | undefined;
  readonly #abort = new AbortController();
  #work: Promise<unknown> | undefined;
  #forgetConsole = (): void => undefined;

  constructor(host: CommandHost, output: Output) {
    this.host = host;
    this.output = output;
  }

  /** Aborted by Ctrl-C, by the deadline and when nobody reads the output any more. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Whether every question is answered with yes. */
  get yes(): boolean {
    return this.#settings.yes === true;
  }

  /** What runs services, where the user has said so. */
  get engine(): EngineChoice | undefined {
    return this.#settings.engine;
  }

  /** Absolute. */
  get folder(): string {
    return resolve(this.host.folder, this.#settings.cwd ?? '.');
  }

  /** What is set, and what `.env` of the project adds. */
  get environment(): NodeJS.ProcessEnv {
    return (this.#environment ??= withEnvFile(this.folder, this.host.environment));
  }

  /** The services that were started or taken over by this run. */
  get progress(): StartProgress | undefined {
    return this.#progress;
  }

  /** Made at first use, in the project's folder and with its `.env`. */
  get runtime(): Runtime {
    return this.openRuntime({});
  }

  /** Makes {@link runtime} with other settings than usual; later than its first use it stays as it is. */
  openRuntime(settings: Pick<RuntimeOptions, 'engines' | 'environment' | 'supervised'>): Runtime {
    return (this.#runtime ??= this.#createRuntime(settings));
  }

  /** Resolves like `work`, but as {@link endWith} says as soon as the session is cancelled. */
  async run(settings: SessionSettings, work: (session: this) => Promise<number>): Promise<number> {
    this.#settings = settings;
    if (!settings.folderMayBeGone) this.requireFolder();
    const aborted = this.#aborted();
    const deadline = this.#startDeadline(settings.timeoutMs);
    try {
      const begun = work(this);
      this.#work = begun;
      return (await Promise.race([begun, aborted])) ?? (await this.#farewell(this.signal.reason as MediaConduitError));
    } finally {
      clearTimeout(deadline);
    }
  }

  /** @throws `MC_USAGE` when the folder of the project is not there. */
  requireFolder(): void {
    checkProject(this.folder);
  }

  /** From now on a cancelled session ends so, and not with the reason as its error. */
  endWith(farewell: Farewell): void {
    this.#farewell = farewell;
  }

  /** Ends the work; only the first reason counts. */
  cancel(reason: MediaConduitError): void {
    this.#abort.abort(reason);
  }

  /** Stops what was started; what does not end within 2 s of the deadline is killed. */
  async close(): Promise<void> {
    const hurry = new Hurry(() => this.closeSync());
    if (this.#deadlineAt !== undefined) hurry.in(Math.max(0, this.#deadlineAt - performance.now()) + LATE_GRACE_MS);
    try {
      await Promise.race([this.#close(), hurry.over]);
    } catch (failure) {
      if (!hurry.begun) throw failure; // else it was cut off on purpose
    } finally {
      hurry.end();
      this.#forgetConsole();
      this.#progress?.close();
    }
  }

  async #close(): Promise<void> {
    await this.#runtime?.close();
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise((resolve) => (timer = setTimeout(resolve, CLEAN_UP_MS)));
    await Promise.race([this.#work?.catch(() => undefined), enough]); // what it fails with was told, or is the reason
    clearTimeout(timer);
  }

  /** The same without waiting: for the second Ctrl-C. */
  closeSync(): void {
    this.#runtime?.closeSync();
  }

  #createRuntime(settings: Partial<RuntimeOptions>): Runtime {
    const { environment } = this;
    const { console } = this.host;
    if (console) this.#forgetConsole = listenToConsole(console, (line) => this.#tellPrinted(line));
    const { engine } = this.#settings;
    const usual = { projectFolder: this.folder, environment, ...(engine && { engine }) };
    const runtime = this.host.createRuntime({ ...usual, ...settings });
    this.#progress = new StartProgress(runtime.events, this.output);
    return runtime;
  }

  #tellPrinted(line: string): void {
    if (this.showPrinted) this.output.note(line);
    else this.output.detail(line);
  }

  #aborted(): Promise<undefined> {
    return new Promise((resolve) => {
      this.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
  }

  #startDeadline(timeoutMs: number | undefined): NodeJS.Timeout | undefined {
    if (timeoutMs === undefined) return undefined;
    this.#deadlineAt = performance.now() + timeoutMs;
    const expire = (): void =>
      this.cancel(
        new MediaConduitError('MC_CALL_TIMEOUT', `The command did not end within ${timeoutMs} ms.`, {
          hint: 'give it more time with --timeout',
          facts: { timeoutMs },
        }),
      );
    return setTimeout(expire, timeoutMs);
  }
}

function checkProject(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  throw new MediaConduitError('MC_USAGE', `The folder ${folder} ${found ? 'is a file' : 'does not exist'}.`, {
    hint: 'name the folder of your project with --cwd',
    facts: { folder },
  });
}
