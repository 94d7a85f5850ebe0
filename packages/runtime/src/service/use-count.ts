/** How many use something, for those who wait until nobody does. */
export class UseCount {
  #count = 0;
  #waiting: (() => void)[] = [];

  get isUsed(): boolean {
    return this.#count > 0;
  }

  /** Counts until the returned function is called, which is safe to do twice; `onEnd` is called the first time. */
  take(onEnd?: () => void): () => void {
    this.#count++;
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#count--;
      if (this.#count === 0) for (const tell of this.#waiting.splice(0)) tell();
      onEnd?.();
    };
  }

  /** Resolves as soon as nobody uses it. */
  async free(): Promise<void> {
    if (this.#count > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
