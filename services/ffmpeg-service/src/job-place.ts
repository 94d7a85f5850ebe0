/** The place of one job: among those that wait, then among those that run. Disposed, it is free for the next. */
export class JobPlace implements Disposable {
  /** Resolves when the job may run; rejects with the reason of the signal. */
  readonly turn: Promise<void>;
  readonly #signal: AbortSignal;
  readonly #onLeave: (place: JobPlace) => void;
  #phase: 'waiting' | 'running' | 'over' = 'waiting';
  #settle!: { readonly resolve: () => void; readonly reject: (reason: unknown) => void };

  constructor(signal: AbortSignal, onLeave: (place: JobPlace) => void) {
    this.#signal = signal;
    this.#onLeave = onLeave;
    this.turn = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.turn.catch(() => undefined); // whoever waits for it is told
    signal.addEventListener('abort', this.#giveUp, { once: true });
  }

  get isRunning(): boolean {
    return this.#phase === 'running';
  }

  begin(): void {
    this.#signal.removeEventListener('abort', this.#giveUp);
    this.#phase = 'running';
    this.#settle.resolve();
  }

  [Symbol.dispose](): void {
    if (this.#phase === 'over') return;
    this.#signal.removeEventListener('abort', this.#giveUp);
    this.#onLeave(this);
    this.#phase = 'over';
  }

  readonly #giveUp = (): void => {
    this.#settle.reject(this.#signal.reason);
    this[Symbol.dispose]();
  };
}
