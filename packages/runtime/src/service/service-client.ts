import type { Readable } from 'node:stream';
import type { CallTiming, ServiceReply, ServiceRequest, ServiceStreamReply } from '@mediaconduit/sdk';
import type { Dispatcher, Pool } from 'undici';
import { replyError, toCallError } from './call-error';
import { DEFAULT_TIMEOUT_MS, deadlineReason } from './deadline';
import { ReplyCollector } from './reply-collector';

const CONNECT_TIMEOUT_MS = 2000;
const MAX_CONNECTIONS = 256;
const JSON_HEADERS: readonly string[] = ['content-type', 'application/json'];

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
    this.inFlight++;
    return new Promise<ServiceReply>((resolve, reject) => {
      const done = (error: unknown, reply?: ServiceReply): void => {
        this.inFlight--;
        if (reply) resolve(reply);
        else reject(toCallError(error, this.serviceId, request));
      };
      this.#pool.dispatch(this.#dispatchOptions(request), new ReplyCollector(this.serviceId, request, startMs, done));
    });
  }

  /** Sends the request and hands out the body as it comes. */
  async stream(request: ServiceRequest, startMs: number): Promise<ServiceStreamReply> {
    this.inFlight++;
    const deadline = new StreamDeadline(request);
    const ended = (): void => {
      this.inFlight--;
      deadline.end();
    };
    try {
      const sentAt = performance.now();
      const reply = await this.#pool.request({ ...this.#dispatchOptions(request), signal: deadline.signal });
      const timing: CallTiming = { queueMs: 0, startMs, computeMs: performance.now() - sentAt, transferMs: 0 };
      reply.body.once('close', ended);
      return {
        status: reply.statusCode,
        headers: flat(reply.headers),
        body: await this.#checked(request, reply),
        timing,
      };
    } catch (error) {
      ended();
      throw toCallError(error, this.serviceId, request);
    }
  }

  async #checked(request: ServiceRequest, reply: Dispatcher.ResponseData): Promise<Readable> {
    if (reply.statusCode < 400 || request.acceptErrors) return reply.body;
    reply.body.removeAllListeners('close');
    throw replyError(this.serviceId, request, reply.statusCode, await reply.body.text());
  }

  #dispatchOptions(request: ServiceRequest): Dispatcher.RequestOptions {
    const { json, headers } = request;
    const body = json === undefined ? request.body : JSON.stringify(json);
    return {
      method: request.method ?? (body === undefined ? 'GET' : 'POST'),
      path: this.#prefix + request.path,
      headers:
        json === undefined
          ? headers
          : headers
            ? { 'content-type': 'application/json', ...headers }
            : (JSON_HEADERS as string[]),
      body: body,
    };
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
  readonly #outer: AbortSignal | undefined;
  readonly #abort = (): void => this.#controller.abort(this.#outer?.reason);

  constructor(request: ServiceRequest) {
    this.#outer = request.signal;
    const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    if (timeoutMs > 0) this.#timer = setTimeout(() => this.#controller.abort(deadlineReason(timeoutMs)), timeoutMs);
    if (this.#outer?.aborted) this.#abort();
    else this.#outer?.addEventListener('abort', this.#abort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#outer?.removeEventListener('abort', this.#abort);
  }
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
