import type { CallTiming, ServiceRequest } from '@mediaconduit/sdk';
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { CallLimits } from './call-limits';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The head of a reply. */
export interface ReplyHead {
  readonly status: number;
  readonly headers: Headers;
}

/** What a {@link ReplyStream} tells its client. */
export interface ReplyStreamParts {
  /** Makes the typed error out of what ended the call. */
  readonly toError: (thrown: unknown) => Error;
  /** Called once, when nothing of the call is left. */
  readonly onEnd: () => void;
}

/**
 * The body of one reply, straight from undici's dispatcher: every stream in between would cost each token of a model a
 * turn. Failures are typed errors; destroying it ends the work in the service, and is no failure.
 */
export class ReplyStream extends Readable implements Dispatcher.DispatchHandler {
  /** Rejects when the call ends before the service answers. */
  readonly head: Promise<ReplyHead>;
  readonly timing: CallTiming;
  readonly #parts: ReplyStreamParts;
  readonly #limits: CallLimits;
  readonly #sentAt = performance.now();
  #settle!: { readonly resolve: (head: ReplyHead) => void; readonly reject: (error: Error) => void };
  #controller: Dispatcher.DispatchController | undefined;
  #abortReason: Error | undefined;
  #answeredAt: number | undefined;
  #complete = false;

  constructor(request: ServiceRequest, startMs: number, parts: ReplyStreamParts) {
    super();
    this.#parts = parts;
    this.timing = { queueMs: 0, startMs, computeMs: 0, transferMs: 0 };
    this.head = new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
    this.head.catch(() => undefined); // whoever called waits for it
    // a reply may be held unread when it fails: whoever reads it is told, and the program goes on
    this.on('error', () => undefined);
    this.#limits = new CallLimits(request, (reason) => this.#abort(reason));
  }

  #abort(reason: Error): void {
    this.#abortReason ??= reason;
    if (this.#complete) this.destroy(this.#parts.toError(reason));
    else if (this.#controller) this.#controller.abort(reason);
    else this.#fail(reason); // still queued: undici learns of it in onRequestStart
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abortReason) controller.abort(this.#abortReason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200) return;
    this.#answeredAt = performance.now();
    this.timing.computeMs = this.#answeredAt - this.#sentAt;
    this.#settle.resolve({ status, headers });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.push(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    this.#complete = true;
    this.timing.transferMs = performance.now() - (this.#answeredAt ?? this.#sentAt);
    this.push(null);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(this.#abortReason ?? error);
  }

  /** Before the answer nobody holds the stream yet: who called is told by {@link head}. */
  #fail(thrown: Error): void {
    this.#complete = true;
    if (this.destroyed) return;
    const error = this.#parts.toError(thrown);
    this.#settle.reject(error);
    this.destroy(this.#answeredAt === undefined ? undefined : error);
  }

  override _read(): void {
    this.#controller?.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#limits.release();
    if (!this.#complete) this.#controller?.abort(error ?? new Error('the reply is not wanted any more'));
    this.#parts.onEnd();
    done(error);
  }
}

/** The first `most` bytes as text; the rest is not waited for. */
export async function beginningOf(body: Readable, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most).toString('utf8');
}
