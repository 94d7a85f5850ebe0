/** Lets a generator tell what work reports by callbacks: of several reports only the latest is kept. */
export class ProgressChannel<Report> {
  #latest: Report | undefined;
  #wake: () => void = () => undefined;

  readonly report = (report: Report): void => {
    this.#latest = report;
    this.#wake();
  };

  /** Yields reports until `work` settles; answers or throws what it does. */
  async *during<Result>(work: Promise<Result>): AsyncGenerator<Report, Result, void> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
      this.#wake();
    };
    work.then(settle, settle);
    for (;;) {
      const report = this.#latest;
      this.#latest = undefined;
      if (report !== undefined) yield report;
      else if (isSettled) return await work;
      else await this.#next(() => isSettled);
    }
  }

  #next(isSettled: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
      if (isSettled() || this.#latest !== undefined) resolve();
    });
  }
}
