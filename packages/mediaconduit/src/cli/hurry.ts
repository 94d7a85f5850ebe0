/** What was killed is gone within this time, or will not be waited for, in ms. */
const KILLED_WITHIN_MS = 1000;

/** Cuts an end short that takes too long. */
export class Hurry {
  readonly #kill: () => void;
  #timer: NodeJS.Timeout | undefined;
  #settle = (): void => undefined;
  #begun = false;
  /** Resolves a moment after the kill, when nothing more is to be waited for. */
  readonly over = new Promise<void>((resolve) => (this.#settle = resolve));

  /** @param kill ends at once what can be ended without waiting. */
  constructor(kill: () => void) {
    this.#kill = kill;
  }

  /** Whether {@link in} is over, so that what fails now was cut off. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Kills after this time, in ms, unless {@link end} comes first. */
  in(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#begun = true;
      this.#kill();
      this.#timer = setTimeout(this.#settle, KILLED_WITHIN_MS);
    }, ms);
  }

  /** Leaves no timer. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
