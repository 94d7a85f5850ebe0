import type { ServiceReply, ServiceRequest, ServiceStreamReply } from '@mediaconduit/sdk';
import { Readable } from 'node:stream';
import { toServiceReply, type FakeReply } from './fake-reply';
import { methodOf, NotingHandle, type FakeServiceHandle } from './noting-handle';
import { InOrder } from './in-order';

/** How a fake service answers. */
export interface FakeServiceHandleOptions {
  /** Default `test-service`. */
  readonly serviceId?: string;
  /** Default `http://127.0.0.1:49152`; nothing listens there. */
  readonly baseUrl?: string;
  /**
   * Replies by `METHOD /path` (without query); of a list, one per request and the last one for ever. An error is thrown.
   * What is not listed is answered 404, naming what is.
   */
  readonly replies?: Readonly<Record<string, FakeReply | Error | readonly (FakeReply | Error)[]>>;
  /** Asked first; `undefined` leaves the answer to `replies`. */
  readonly respond?: (request: ServiceRequest) => FakeReply | undefined | Promise<FakeReply | undefined>;
}

/** A handle that answers from a script and records what it was asked. The service starts with the first request. */
export function createFakeServiceHandle(options: FakeServiceHandleOptions = {}): FakeServiceHandle {
  return new ScriptedHandle(options);
}

class ScriptedHandle extends NotingHandle {
  readonly #options: FakeServiceHandleOptions;
  readonly #replies = new InOrder<FakeReply | Error>();

  constructor(options: FakeServiceHandleOptions) {
    super(options.serviceId ?? 'test-service', options.baseUrl ?? 'http://127.0.0.1:49152');
    this.#options = options;
  }

  async request(request: ServiceRequest): Promise<ServiceReply> {
    this.begin(request);
    return toServiceReply(this.serviceId, await this.#replyTo(request), request);
  }

  async stream(request: ServiceRequest): Promise<ServiceStreamReply> {
    const { bytes, headers, status, timing } = await this.request(request);
    return { status, headers, timing, body: Readable.from(bytes.length === 0 ? [] : [bytes]) };
  }

  async #replyTo(request: ServiceRequest): Promise<FakeReply> {
    const own = await this.#options.respond?.(request);
    const reply = own ?? this.#scripted(request);
    if (reply instanceof Error) throw reply;
    return reply;
  }

  #scripted(request: ServiceRequest): FakeReply | Error {
    const key = `${methodOf(request)} ${request.path.split('?')[0] ?? ''}`;
    const { replies = {} } = this.#options;
    const script = replies[key];
    if (script === undefined)
      return { status: 404, text: `no reply for ${key}; known: ${Object.keys(replies).join(', ')}` };
    return this.#replies.next(key, script) ?? {};
  }
}
