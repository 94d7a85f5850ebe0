import { basename, dirname } from 'node:path';
import { messageOf, SILENT_LOGGER, type Clock, type ClockTimer, type Logger } from '@mediaconduit/sdk';
import { readStackText } from '../stack-file/read-stack-text';
import type { FileVerdict } from './config-manager';
import { hashOf } from './config-store';
import { PathWatch } from './path-watch';
import { watchPath, type WatchPath } from './watch-path';

/** Changes that follow one another so closely are one. */
const DEBOUNCE_MS = 250;

/** A text that cannot be read counts as half written for so long. */
const PATIENCE_MS = 1000;

/** While the folder is gone or cannot be watched, the file is looked at so often. */
const POLL_MS = 2000;

/** What a configuration watcher is made from. */
export interface ConfigWatcherOptions {
  /** Absolute path of the stack file; it need not exist. */
  readonly file: string;
  readonly clock: Clock;
  /** Gets each new text, as `ConfigManager.takeFile`. */
  readonly take: (text: string, final: boolean) => Promise<FileVerdict>;
  /** Default: silent. */
  readonly log?: Logger;
  /** Default: the means of the system. */
  readonly watch?: WatchPath;
}

/**
 * Follows a stack file: editors that write it in place or put another file in its place, links that are moved, folders
 * that go and come back. Each text is handed on once, when nothing more happens to it.
 */
export class ConfigWatcher implements AsyncDisposable {
  readonly #folder: PathWatch;
  readonly #target: PathWatch;
  readonly #log: Logger;
  #timer: ClockTimer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #handled: string | undefined;
  #unreadable: string | undefined;
  #complaint: string | undefined;
  #closed = false;

  constructor(private readonly options: ConfigWatcherOptions) {
    const { file, watch = watchPath, log = SILENT_LOGGER } = options;
    const names = [undefined, basename(file), basename(dirname(file))];
    this.#log = log;
    // other files of the folder are none of ours, but a link may lead over one whose name begins with dots
    const isOurs = (name: string | undefined) => names.includes(name) || name?.startsWith('..');
    this.#folder = new PathWatch(dirname(file), watch, (name) => isOurs(name) && this.#lookIn(DEBOUNCE_MS));
    this.#target = new PathWatch(file, watch, () => this.#lookIn(DEBOUNCE_MS));
  }

  /** Watches from now on; a text that changed before is noticed too. */
  start(): void {
    if (this.#closed) return;
    this.#renew();
    this.#lookIn(0);
  }

  /** Resolves when nothing is watched any more and the text that is being taken was taken. */
  async close(): Promise<void> {
    this.#closed = true;
    this.options.clock.clearTimeout(this.#timer);
    this.#folder[Symbol.dispose]();
    this.#target[Symbol.dispose]();
    await this.#looking;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #renew(): void {
    const isWatched = this.#folder.renew();
    this.#target.renew();
    if (!isWatched) this.#lookIn(POLL_MS);
  }

  #lookIn(delayMs: number): void {
    if (this.#closed) return;
    this.options.clock.clearTimeout(this.#timer);
    this.#timer = this.options.clock.setTimeout(() => {
      this.#looking = this.#looking.then(() => this.#look());
    }, delayMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    if (this.#closed) return;
    this.#renew();
    try {
      await this.#take(await readStackText(this.options.file));
    } catch (error) {
      this.#complain(messageOf(error));
    }
  }

  /** Once, however often it is looked at. */
  #complain(reason: string): void {
    if (reason === this.#complaint) return;
    this.#complaint = reason;
    this.#log.warn({ file: this.options.file, reason }, 'the stack file cannot be read; what runs goes on');
  }

  /** What cannot be read is looked at again, and handed on as it is when it has not changed by then. */
  async #take(text: string): Promise<void> {
    this.#complaint = undefined;
    const hash = hashOf(text);
    if (hash === this.#handled) return;
    const verdict = await this.options.take(text, hash === this.#unreadable);
    this.#unreadable = verdict === 'unreadable' ? hash : undefined;
    if (verdict === 'unreadable') this.#lookIn(PATIENCE_MS);
    else this.#handled = hash;
  }
}
