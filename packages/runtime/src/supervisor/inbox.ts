/** Runs steps one after the other, also those that a step adds: nothing of an actor runs inside something else of it. */
export class Inbox {
  readonly #steps: (() => void)[] = [];
  #running = false;

  /** @param afterEach called when a step has run. */
  constructor(private readonly afterEach: () => void) {}

  post(step: () => void): void {
    this.#steps.push(step);
    if (this.#running) return;
    this.#running = true;
    try {
      for (let next = this.#steps.shift(); next; next = this.#steps.shift()) {
        next();
        this.afterEach();
      }
    } finally {
      this.#running = false;
    }
  }
}
