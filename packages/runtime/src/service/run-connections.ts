import { UseCount } from './use-count';

/** A connection of somebody else to a run: it counts as a call while it is busy. */
export interface RunConnection {
  /** Of one that is idle when the run takes no calls any more, `close` is called. */
  setBusy(isBusy: boolean): void;
  /** It is closed. */
  end(): void;
}

/** Connections of others to one run. */
export class RunConnections {
  readonly #calls = new UseCount();
  readonly #idle = new Set<() => void>();
  #isClosing = false;

  /** Busy at first. */
  add(close: () => void): RunConnection {
    let call: (() => void) | undefined = this.#calls.take();
    return {
      setBusy: (isBusy) => {
        if (isBusy) {
          this.#idle.delete(close);
          call ??= this.#calls.take();
        } else {
          this.#idle.add(close);
          call?.();
          call = undefined;
          if (this.#isClosing) close();
        }
      },
      end: () => {
        this.#idle.delete(close);
        call?.();
        call = undefined;
      },
    };
  }

  /** Closes what is idle; resolves when nothing is busy. */
  async close(): Promise<void> {
    this.#isClosing = true;
    for (const close of [...this.#idle]) close();
    await this.#calls.free();
  }
}
