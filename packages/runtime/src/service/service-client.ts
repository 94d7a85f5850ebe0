import type { Readable } from 'node:stream';
import {
  messageOf,
  serviceFault,
  type CallTiming,
  type ServiceReply,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import type { Dispatcher, Pool } from 'undici';
import { requestError, toCallError } from './call-error';
import { DEFAULT_TIMEOUT_MS, deadlineReason } from './deadline';
import { flatHeaders } from './flat-headers';
import { onAbort } from './on-abort';
import { beginningOf, ReplyBody } from './reply-body';
import { ReplyCollector } from './reply-collector';
import { requestBody } from './request-body';

const CONNECT_TIMEOUT_MS = 2000;
const MAX_CONNECTIONS = 256;
const LARGEST_EXPLANATION = 65_536;
const JSON_HEADERS = { 'content-type': 'application/json' };

/**
 * HTTP to one address of one service. Made anew when the address changes, so that no pooled socket outlives a restart.
 * undici's own timeouts are off: the caller's deadline decides.
 */
export class ServiceClient {
  readonly #pool: Pool;
  readonly #prefix: string;
  /** Calls under way. */
  inFlight = 0;

  constructor(
    readonly serviceId: string,
    readonly baseUrl: string,
    createPool: (origin: string, options: Pool.Options) => Pool,
  ) {
    const url = new URL(baseUrl);
    this.#prefix = url.pathname === '/' ? '' : url.pathname;
    this.#pool = createPool(url.origin, {
      connections: MAX_CONNECTIONS,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: CONNECT_TIMEOUT_MS },
    });
  }

  /** Sends the request and collects the reply. `startMs` is what the caller waited for the service. */
  request(request: ServiceRequest, startMs: number): Promise<ServiceReply> {
    return new Promise<ServiceReply>((resolve, reject) => {
      const options = this.#dispatchOptions(request);
      this.inFlight++;
      const done = (error: unknown, reply?: ServiceReply): void => {
        this.inFlight--;
        if (reply) resolve(reply);
        else reject(this.#callError(error, request));
      };
      this.#pool.dispatch(options, new ReplyCollector(this.serviceId, request, startMs, done));
    });
  }

  /** Sends the request and hands out the body as it comes. */
  async stream(request: ServiceRequest, startMs: number): Promise<ServiceStreamReply> {
    const options = this.#dispatchOptions(request);
    this.inFlight++;
    const deadline = new StreamDeadline(request);
    const ended = (): void => {
      this.inFlight--;
      deadline.end();
    };
    try {
      const sentAt = performance.now();
      const reply = await this.#pool.request({ ...options, signal: deadline.signal });
      const answeredAt = performance.now();
      const timing: CallTiming = { queueMs: 0, startMs, computeMs: answeredAt - sentAt, transferMs: 0 };
      const body = new ReplyBody(reply.body, (thrown) => this.#callError(thrown, request));
      if (reply.statusCode >= 400 && !request.acceptErrors) throw await this.#failure(request, reply.statusCode, body);
      body.once('end', () => (timing.transferMs = performance.now() - answeredAt));
      body.once('close', ended);
      return { status: reply.statusCode, headers: flatHeaders(reply.headers), body, timing };
    } catch (error) {
      ended();
      throw this.#callError(error, request);
    }
  }

  #callError(thrown: unknown, { path, signal }: ServiceRequest): Error {
    return toCallError(thrown, this.serviceId, { path, signal, baseUrl: this.baseUrl });
  }

  async #failure(request: ServiceRequest, status: number, body: Readable): Promise<Error> {
    return serviceFault(this.serviceId, request.path, { status, body: await beginningOf(body, LARGEST_EXPLANATION) });
  }

  #dispatchOptions(request: ServiceRequest): Dispatcher.RequestOptions {
    const { json, headers, path } = request;
    if (!path.startsWith('/')) throw requestError(this.serviceId, request, 'its path does not begin with "/"');
    const sent = json === undefined ? requestBody(request) : { body: this.#encode(request), headers: JSON_HEADERS };
    return {
      method: request.method ?? (sent ? 'POST' : 'GET'),
      path: this.#prefix + request.path,
      headers: headers ? { ...sent?.headers, ...headers } : sent?.headers,
      body: sent?.body,
    };
  }

  #encode(request: ServiceRequest): string {
    try {
      return JSON.stringify(request.json);
    } catch (cause) {
      throw requestError(this.serviceId, request, messageOf(cause), cause);
    }
  }

  /** Ends every call under way with `MC_SERVICE_GONE`. */
  async destroy(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** One signal out of the caller's signal and deadline, with everything released at the end. */
class StreamDeadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #forget: () => void;

  constructor({ signal, timeoutMs = DEFAULT_TIMEOUT_MS }: ServiceRequest) {
    if (timeoutMs > 0) this.#timer = setTimeout(() => this.#controller.abort(deadlineReason(timeoutMs)), timeoutMs);
    this.#forget = onAbort(signal, () => this.#controller.abort(signal?.reason));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#forget();
  }
}
