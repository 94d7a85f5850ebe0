import type { CallTiming, ServiceReply, ServiceRequest } from '@mediaconduit/sdk';
import { MediaConduitError, serviceFault } from '@mediaconduit/sdk';
import type { Dispatcher } from 'undici';
import { escapeControlCharacters } from '../engine/process/escape-control-characters';
import { CallLimits } from './call-limits';
import { flatHeaders } from './flat-headers';

const DEFAULT_MAX_REPLY_BYTES = 67_108_864;

/** Of a reply that is not JSON. */
const SHOWN_CHARACTERS = 200;

type Done = (error: unknown, reply?: ServiceReply) => void;
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * Collects one reply straight from undici's dispatcher. The body stream of `Pool.request` costs more than the
 * request itself for small replies, and a signal per call more than a timer.
 */
export class ReplyCollector implements Dispatcher.DispatchHandler {
  readonly #sentAt = performance.now();
  readonly #chunks: Buffer[] = [];
  readonly #limits: CallLimits;
  #controller: Dispatcher.DispatchController | undefined;
  #abortReason: Error | undefined;
  #size = 0;
  #status = 0;
  #headers: Headers = {};
  #firstByteAt = 0;
  #ended = false;

  constructor(
    private readonly serviceId: string,
    private readonly request: ServiceRequest,
    private readonly startMs: number,
    private readonly done: Done,
  ) {
    this.#limits = new CallLimits(request, (reason) => this.#abort(reason));
  }

  #abort(reason: Error): void {
    this.#abortReason = reason;
    if (this.#controller) this.#controller.abort(reason);
    else this.#end(reason); // still queued: undici learns of it in onRequestStart
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abortReason) controller.abort(this.#abortReason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: Headers): void {
    this.#firstByteAt = performance.now();
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    const most = this.request.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES;
    if (this.#size <= most) this.#chunks.push(chunk);
    else controller.abort(tooLarge(this.serviceId, this.request.path, most));
  }

  onResponseEnd(): void {
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    if (this.#status >= 400 && !this.request.acceptErrors) {
      this.#end(
        serviceFault(this.serviceId, this.request.path, { status: this.#status, body: bytes.toString('utf8') }),
      );
      return;
    }
    const timing: CallTiming = {
      queueMs: 0,
      startMs: this.startMs,
      computeMs: this.#firstByteAt - this.#sentAt,
      transferMs: performance.now() - this.#firstByteAt,
    };
    this.#end(
      undefined,
      new CollectedReply({ serviceId: this.serviceId, status: this.#status, headers: this.#headers, bytes, timing }),
    );
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#end(this.#abortReason ?? error);
  }

  #end(error: unknown, reply?: ServiceReply): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#limits.release();
    this.done(error, reply);
  }
}

/** The parts of a reply that has arrived whole. */
interface Arrived {
  readonly serviceId: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly timing: CallTiming;
}

class CollectedReply implements ServiceReply {
  constructor(private readonly arrived: Arrived) {}

  get status(): number {
    return this.arrived.status;
  }

  get bytes(): Buffer {
    return this.arrived.bytes;
  }

  get timing(): CallTiming {
    return this.arrived.timing;
  }

  get headers(): Readonly<Record<string, string>> {
    return flatHeaders(this.arrived.headers);
  }

  text(): string {
    return this.bytes.toString('utf8');
  }

  json<T>(): T {
    try {
      return JSON.parse(this.text()) as T;
    } catch (cause) {
      throw new MediaConduitError(
        'MC_SERVICE_REPLY_INVALID',
        `The service "${this.arrived.serviceId}" answered ${beginningOf(this.text())} instead of JSON.`,
        {
          hint: `check that this is the service that the provider means: mediaconduit services logs ${this.arrived.serviceId}`,
          facts: { service: this.arrived.serviceId, status: this.status, body: this.text().slice(0, SHOWN_CHARACTERS) },
          cause,
        },
      );
    }
  }
}

/** The first characters in quotes, so that nothing in them acts on a terminal. */
function beginningOf(text: string): string {
  if (text === '') return 'nothing';
  const shown = escapeControlCharacters(text.slice(0, SHOWN_CHARACTERS));
  return `"${shown}"${text.length > SHOWN_CHARACTERS ? ' …' : ''}`;
}

function tooLarge(service: string, path: string, most: number): MediaConduitError {
  return new MediaConduitError(
    'MC_SERVICE_REPLY_INVALID',
    `The reply of "${service}" to ${path} is larger than ${most} bytes.`,
    {
      hint: 'read it with stream(), or raise maxReplyBytes',
      facts: { service, path, maxReplyBytes: most },
    },
  );
}
