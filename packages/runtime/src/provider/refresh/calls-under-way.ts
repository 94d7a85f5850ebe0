/** Counts the calls that run on one provider, so that it is given up only when they have ended. */
export class CallsUnderWay {
  #count = 0;
  #isOver = false;
  #waiting: (() => void)[] = [];

  get count(): number {
    return this.#count;
  }

  /** Whether the provider was given up: calls go to its successor. */
  get isOver(): boolean {
    return this.#isOver;
  }

  begin(): void {
    this.#count++;
  }

  readonly end = (): void => {
    this.#count--;
    if (this.#count === 0) this.#tell();
  };

  /** Resolves when no call runs, or the provider is given up. */
  async ended(): Promise<void> {
    if (this.#count > 0 && !this.#isOver) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** From now on, calls go to the successor. */
  giveUp(): void {
    this.#isOver = true;
    this.#tell();
  }

  #tell(): void {
    for (const tell of this.#waiting.splice(0)) tell();
  }
}
