import type { Clock } from '@mediaconduit/sdk';
import type { Unit, UnitEnd, UnitHealth, UnitStartOptions } from '../unit';

/** How the units of one name behave; a test may change it between starts. */
export interface FakeBehaviour {
  /** In ms. */
  startMs: number;
  stopMs: number;
  /** What the next starts reject with. */
  failure: (() => Error) | undefined;
  stopFailure: Error | undefined;
  health: () => UnitHealth | Promise<UnitHealth>;
  drainMs: number | undefined;
  logs: string[];
}

/** A unit that runs nothing: it takes its time, and a test can end it. */
export class FakeUnit implements Unit {
  state: 'new' | 'starting' | 'ready' | 'stopping' | 'gone' = 'new';
  checks = 0;
  held = 0;
  drain?: Unit['drain'];
  readonly #listeners = new Set<(end: UnitEnd) => void>();

  constructor(
    readonly name: string,
    private readonly clock: Clock,
    readonly behaviour: FakeBehaviour,
    private readonly note: (event: string, unit: FakeUnit) => void,
  ) {
    if (behaviour.drainMs !== undefined) this.drain = (signal) => this.#drain(signal);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  async start({ signal, onCreated, onProgress }: UnitStartOptions): Promise<void> {
    this.#become('starting');
    onProgress(`making ${this.name}`);
    onCreated();
    try {
      await this.#wait(this.behaviour.startMs, signal);
      const failure = this.behaviour.failure?.();
      if (failure) throw failure;
    } catch (thrown) {
      this.#become('gone');
      throw thrown;
    }
    this.#become('ready');
  }

  async stop(): Promise<void> {
    this.#become('stopping');
    await this.#wait(this.behaviour.stopMs);
    if (this.behaviour.stopFailure) throw this.behaviour.stopFailure;
    this.#become('gone');
  }

  async check(): Promise<UnitHealth> {
    this.checks += 1;
    return this.behaviour.health();
  }

  onEnded(listener: (end: UnitEnd) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  hold(): () => void {
    this.held += 1;
    return () => (this.held -= 1);
  }

  async logs(lines: number): Promise<string[]> {
    return this.behaviour.logs.slice(-lines);
  }

  /** Ends it as if it had crashed. */
  crash(end: Partial<UnitEnd> = { exitCode: 1 }): void {
    for (const listener of [...this.#listeners]) listener({ logs: this.behaviour.logs, ...end });
  }

  async #drain(signal: AbortSignal): Promise<void> {
    this.note('draining', this);
    await this.#wait(this.behaviour.drainMs ?? 0, signal);
  }

  #become(state: FakeUnit['state']): void {
    this.state = state;
    this.note(state, this);
  }

  #wait(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms === 0 && !signal?.aborted) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = (): void => {
        this.clock.clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = this.clock.setTimeout(() => {
        signal?.removeEventListener('abort', stop);
        resolve();
      }, ms);
      if (signal?.aborted) stop();
      else signal?.addEventListener('abort', stop, { once: true });
    });
  }
}
