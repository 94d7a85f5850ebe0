/** Lets only so many starts be under way at once, in the order in which they were asked for. */
export class StartLimit {
  readonly #waiting = new Set<string>();
  #free: number;

  /** @param onTurn called for who waits and may take a place now. */
  constructor(
    places: number,
    private readonly onTurn: (name: string) => void,
  ) {
    this.#free = places;
  }

  /** A function that gives the place back, once; `undefined` when it has to wait for `onTurn`. */
  take(name: string): (() => void) | undefined {
    this.#waiting.add(name);
    if (!this.#next().includes(name)) return undefined;
    this.#waiting.delete(name);
    this.#free -= 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#free += 1;
      this.#call();
    };
  }

  /** It does not want a place any more. */
  leave(name: string): void {
    if (this.#waiting.delete(name)) this.#call();
  }

  #next(): string[] {
    return [...this.#waiting].slice(0, this.#free);
  }

  #call(): void {
    for (const name of this.#next()) this.onTurn(name);
  }
}
