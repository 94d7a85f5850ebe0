import { packError } from './pack-error';
import { brokenWire } from './wire-errors';
import type { WireMessage } from './wire-message';

/** How a call across the wire is made. */
export interface WireCallOptions {
  /** Told to the other side; the call ends when that has ended it. */
  readonly signal?: AbortSignal;
  /** What the other side notes during the call. */
  readonly onNote?: (name: string, value: unknown) => void;
  /** Called when the call is sent, with what allows the other side so many counted notes more. */
  readonly onStart?: (take: (count: number) => void) => void;
}

/** What a pending call is made from. */
export interface PendingCallParts {
  readonly call: number;
  readonly options: WireCallOptions;
  readonly send: (message: WireMessage) => unknown;
}

/** One call of ours that the other side works on. */
export class PendingCall {
  readonly result: Promise<unknown>;
  readonly #onAbort = (): void => {
    const { call, options, send } = this.parts;
    send({ type: 'abort', call, reason: packError(options.signal?.reason) });
  };
  #settle!: { readonly resolve: (value: unknown) => void; readonly reject: (error: unknown) => void };

  constructor(private readonly parts: PendingCallParts) {
    this.result = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.result.catch(() => undefined); // it may fail before anybody waits
  }

  /** Begins to pass the signal on; call it when the call was sent. */
  listen(): void {
    const { call, options, send } = this.parts;
    const { signal } = options;
    options.onStart?.((count) => void send({ type: 'take', call, count }));
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  succeed(value: unknown): void {
    this.#settle.resolve(value);
  }

  fail(error: unknown): void {
    this.#settle.reject(error);
  }

  /** @throws `MC_PROVIDER_CRASHED` for a note that nobody asked for. */
  note(name: string, value: unknown): void {
    const { onNote } = this.parts.options;
    if (!onNote) throw brokenWire(`it told "${name}" of a call that has no such thing`);
    onNote(name, value);
  }

  /** Over: the signal is of no interest any more. */
  forget(): void {
    this.parts.options.signal?.removeEventListener('abort', this.#onAbort);
  }
}
