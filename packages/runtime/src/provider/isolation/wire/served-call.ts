import { plainCopy } from './plain-copy';
import type { WireMessage } from './wire-message';

/** One call of the other side, as the one who works on it sees it. */
export class ServedCall {
  readonly #ended = new AbortController();
  #allowed = 0;
  #wake: (() => void) | undefined;

  constructor(
    readonly number: number,
    private readonly send: (message: WireMessage) => void,
  ) {}

  /** Fires when the caller gave up, or is gone. */
  get signal(): AbortSignal {
    return this.#ended.signal;
  }

  abort(reason: unknown): void {
    this.#ended.abort(reason);
    this.#wake?.();
  }

  /** Tells the caller something at once. */
  note(name: string, value: unknown): void {
    this.send({ type: 'note', call: this.number, name, value: { value: plainCopy(value) } });
  }

  /** Tells it when the caller takes more; rejects with the reason when the caller gave up. */
  async noteCounted(name: string, value: unknown): Promise<void> {
    while (this.#allowed === 0 && !this.signal.aborted) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.signal.throwIfAborted();
    this.#allowed--;
    this.send({ type: 'note', call: this.number, name, value: { value } });
  }

  allow(count: number): void {
    this.#allowed += count;
    this.#wake?.();
  }
}
