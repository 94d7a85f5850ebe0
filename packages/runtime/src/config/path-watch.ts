import { statSync } from 'node:fs';
import type { WatchPath } from './watch-path';

/** Watches what a path stands for at the moment: a file or folder that was replaced is watched anew. */
export class PathWatch implements Disposable {
  #watch: Disposable | undefined;
  #identity: string | undefined;

  constructor(
    private readonly path: string,
    private readonly watchPath: WatchPath,
    private readonly onEvent: (name: string | undefined) => void,
  ) {}

  /** Answers whether it is watched now. */
  renew(): boolean {
    const identity = identityOf(this.path);
    if (this.#watch && identity === this.#identity) return true;
    this[Symbol.dispose]();
    if (identity === undefined) return false;
    try {
      this.#watch = this.watchPath(this.path, { onEvent: this.onEvent, onError: () => this.#fail() });
      this.#identity = identity;
    } catch {
      return false; // gone again, or the system has no more watches to give
    }
    return true;
  }

  /** Somebody looks and tries again. */
  #fail(): void {
    this[Symbol.dispose]();
    this.onEvent(undefined);
  }

  [Symbol.dispose](): void {
    this.#watch?.[Symbol.dispose]();
    this.#watch = undefined;
  }
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
