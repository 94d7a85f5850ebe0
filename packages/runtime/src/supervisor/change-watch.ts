import { onAbort } from '../service/on-abort';

interface Watcher {
  readonly ask: () => void;
  readonly reject: (error: Error) => void;
}

/** Lets callers wait until a question about something that changes has an answer. */
export class ChangeWatch {
  readonly #watchers = new Set<Watcher>();
  #closed: Error | undefined;

  /** Asks now and after every change; resolves with the first answer. Rejects with the reason of the signal, or as `ask` throws. */
  until<T>(ask: () => T | undefined, signal?: AbortSignal): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const end = (settle: () => void): void => {
        this.#watchers.delete(watcher);
        forget();
        settle();
      };
      const watcher: Watcher = {
        ask: () => {
          try {
            const answer = ask();
            if (answer !== undefined) end(() => resolve(answer));
          } catch (thrown) {
            const error = thrown as Error;
            end(() => reject(error));
          }
        },
        reject: (error) => end(() => reject(error)),
      };
      let forget = (): void => undefined;
      this.#watchers.add(watcher);
      if (this.#closed) return watcher.reject(this.#closed);
      watcher.ask();
      if (this.#watchers.has(watcher)) forget = onAbort(signal, () => watcher.reject(signal?.reason as Error));
    });
  }

  /** Something changed: every open question is asked again. */
  changed(): void {
    for (const { ask } of [...this.#watchers]) ask();
  }

  /** Open and later questions are answered with the error. */
  close(error: Error): void {
    this.#closed = error;
    for (const { reject } of [...this.#watchers]) reject(error);
  }
}
