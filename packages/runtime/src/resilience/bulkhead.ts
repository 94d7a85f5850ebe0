import { MediaConduitError } from '@mediaconduit/sdk';
import { onAbort } from '../service/on-abort';
import { DEFAULT_BULKHEAD, type BulkheadSettings } from './bulkhead-settings';
import type { CallGate, Enter } from './call-gate';
import type { Work } from './call-within';
import { endedCallError } from './ended-call-error';

/** What a {@link Bulkhead} is made with. */
export interface BulkheadOptions extends Partial<BulkheadSettings> {
  /** What it protects, for errors. */
  readonly name: string;
  /** Told whenever it goes by other settings. */
  readonly onChange?: () => void;
}

/** What a {@link Bulkhead} counts. */
export interface BulkheadMetrics {
  /** Calls that run. */
  readonly running: number;
  readonly waiting: number;
  /** Calls that were turned away so far. */
  readonly rejected: number;
}

/** Lets so many calls run at once, makes some wait in the order in which they came, and turns away the rest. */
export class Bulkhead implements CallGate {
  readonly #name: string;
  readonly #onChange?: () => void;
  /** What gives its place to each call that waits, oldest first. */
  readonly #queue = new Set<() => void>();
  #own: BulkheadSettings;
  /** What the stack of the service says. */
  #stack: { readonly settings: BulkheadSettings; readonly enter: Enter } | undefined;
  #taken = 0;
  /** Of those that are taken: calls that still wait for a place among all programs. */
  #asking = 0;
  #rejected = 0;

  constructor({ name, onChange, ...settings }: BulkheadOptions) {
    this.#name = name;
    this.#onChange = onChange;
    this.#own = { ...DEFAULT_BULKHEAD, ...settings };
  }

  get isLimited(): boolean {
    return this.#settings.concurrent > 0;
  }

  /** What it goes by from now on, unless a stack says otherwise. Calls that wait get the places that are new. */
  configure(settings: Partial<BulkheadSettings>): void {
    this.#own = { ...DEFAULT_BULKHEAD, ...settings };
    this.#changed();
  }

  /**
   * A limit that counts the calls of all programs wins over the one of this program: with a place here, a call waits for
   * `enter` as well. Settings without a limit take it back.
   */
  follow(settings: BulkheadSettings, enter: Enter): void {
    this.#stack = settings.concurrent > 0 ? { settings, enter } : undefined;
    this.#changed();
  }

  /** @throws `MC_SERVICE_BUSY` at once, `MC_CALL_ABORTED` or `MC_CALL_TIMEOUT` of a call that waits, and whatever the work throws. */
  async execute<T>(work: Work<T>, { signal }: { readonly signal?: AbortSignal } = {}): Promise<T> {
    const leave = this.#enterNow(signal) ?? (await this.#enterLater(signal));
    try {
      return await work(signal ?? new AbortController().signal);
    } finally {
      leave();
    }
  }

  async enter(signal?: AbortSignal): Promise<() => void> {
    return this.#enterNow(signal) ?? this.#enterLater(signal);
  }

  getMetrics(): BulkheadMetrics {
    return {
      running: this.#taken - this.#asking,
      waiting: this.#queue.size + this.#asking,
      rejected: this.#rejected,
    };
  }

  get #settings(): BulkheadSettings {
    return this.#stack?.settings ?? this.#own;
  }

  get #hasPlace(): boolean {
    return !this.isLimited || this.#taken < this.#settings.concurrent;
  }

  #enterNow(signal: AbortSignal | undefined): (() => void) | undefined {
    if (signal?.aborted) throw endedCallError(this.#name, signal.reason);
    if (this.#stack || !this.#hasPlace) return undefined;
    this.#taken++;
    return once(() => this.#release());
  }

  async #enterLater(signal: AbortSignal | undefined): Promise<() => void> {
    if (this.#hasPlace) this.#taken++;
    else await this.#wait(signal);
    const stack = this.#stack;
    if (!stack) return once(() => this.#release());
    this.#asking++;
    try {
      const leave = await stack.enter(signal);
      return once(() => {
        leave();
        this.#release();
      });
    } catch (error) {
      this.#release();
      throw signal?.aborted ? endedCallError(this.#name, signal.reason) : error;
    } finally {
      this.#asking--;
    }
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#queue.size >= this.#settings.waiting) throw this.#busy();
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        forget();
        resolve();
      };
      this.#queue.add(enter);
      const forget = onAbort(signal, () => {
        this.#queue.delete(enter);
        reject(endedCallError(this.#name, signal?.reason));
      });
    });
  }

  /** The place goes straight to the call that has waited longest: nobody who comes later can take it. */
  #release(): void {
    this.#taken--;
    this.#admitWaiting();
  }

  #changed(): void {
    this.#admitWaiting();
    this.#onChange?.();
  }

  #admitWaiting(): void {
    for (const enter of this.#queue) {
      if (!this.#hasPlace) return;
      this.#queue.delete(enter);
      this.#taken++;
      enter();
    }
  }

  #busy(): MediaConduitError {
    this.#rejected++;
    const { concurrent, waiting } = this.#settings;
    return new MediaConduitError(
      'MC_SERVICE_BUSY',
      `"${this.#name}" works on ${concurrent} and ${waiting} more wait.`,
      {
        hint: 'try again later, or allow it more calls at once where the machine can bear them',
        facts: { name: this.#name, concurrent, waiting },
      },
    );
  }
}

function once(leave: () => void): () => void {
  let hasLeft = false;
  return () => {
    if (hasLeft) return;
    hasLeft = true;
    leave();
  };
}
