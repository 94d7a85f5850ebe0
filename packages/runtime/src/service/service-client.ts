import type { Readable } from 'node:stream';
import {
  messageOf,
  serviceFault,
  type MediaConduitError,
  type RunningService,
  type ServiceReply,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import type { Dispatcher, Pool } from 'undici';
import { requestError, toCallError } from './call-error';
import { flatHeaders } from './flat-headers';
import { ReplyCollector } from './reply-collector';
import { beginningOf, ReplyStream } from './reply-stream';
import { discardBody, requestBody } from './request-body';
import { RunConnections, type RunConnection } from './run-connections';

const CONNECT_TIMEOUT_MS = 2000;
const MAX_CONNECTIONS = 256;
const LARGEST_EXPLANATION = 65_536;
const JSON_HEADERS = { 'content-type': 'application/json' };

/**
 * HTTP to one address of one service. Made anew when the address changes, so that no pooled socket outlives a restart.
 * undici's own timeouts are off: the caller's deadline decides.
 */
export class ServiceClient {
  readonly serviceId: string;
  readonly baseUrl: string;
  readonly #fileToken: string | undefined;
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #connections = new RunConnections();
  /** Calls under way. */
  inFlight = 0;
  /** Whether a call has failed with the end of this run: one crash is one failure, however many calls it takes along. */
  hasFailedByEnd = false;

  constructor(
    { baseUrl, fileToken, serviceId }: Pick<RunningService, 'serviceId' | 'baseUrl' | 'fileToken'>,
    createPool: (origin: string, options: Pool.Options) => Pool,
  ) {
    this.serviceId = serviceId;
    this.baseUrl = baseUrl;
    this.#fileToken = fileToken;
    const url = new URL(baseUrl);
    this.#prefix = url.pathname === '/' ? '' : url.pathname;
    this.#pool = createPool(url.origin, {
      connections: MAX_CONNECTIONS,
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: CONNECT_TIMEOUT_MS },
    });
  }

  /** Whether the run that it belongs to is over. */
  get isDestroyed(): boolean {
    return this.#pool.destroyed;
  }

  /** Sends the request and collects the reply. `startMs` is what the caller waited for the service. */
  request(request: ServiceRequest, startMs: number): Promise<ServiceReply> {
    return new Promise<ServiceReply>((resolve, reject) => {
      const options = this.#dispatchOptions(request);
      this.inFlight++;
      const done = (error: unknown, reply?: ServiceReply): void => {
        this.inFlight--;
        discardBody(request); // undici lets go of it only when it had a connection
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
    const body = new ReplyStream(request, startMs, {
      toError: (thrown) => this.#callError(thrown, request),
      onEnd: () => {
        this.inFlight--;
        discardBody(request);
      },
    });
    this.#pool.dispatch(options, body);
    const { status, headers } = await body.head;
    if (status >= 400 && !request.acceptErrors) throw await this.#failure(request, status, body);
    return { status, headers: flatHeaders(headers), body, timing: body.timing };
  }

  #callError(thrown: unknown, { path, signal }: ServiceRequest): Error {
    return toCallError(thrown, this.serviceId, { path, signal, baseUrl: this.baseUrl });
  }

  async #failure(request: ServiceRequest, status: number, body: Readable): Promise<Error> {
    return serviceFault(this.serviceId, request.path, { status, body: await beginningOf(body, LARGEST_EXPLANATION) });
  }

  /** @throws when the caller had given up before: then nothing is sent. */
  #dispatchOptions(request: ServiceRequest): Dispatcher.RequestOptions {
    const { json, headers, path, signal } = request;
    if (signal?.aborted) {
      discardBody(request);
      throw this.#callError(signal.reason, request);
    }
    if (!path.startsWith('/')) {
      discardBody(request);
      throw requestError(this.serviceId, request, 'its path does not begin with "/"');
    }
    const sent =
      json === undefined
        ? requestBody(request, this.#fileToken)
        : { body: this.#encode(request), headers: JSON_HEADERS };
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

  /** A connection that somebody else has to the same run; `close` is called when it is idle and the run is to end. */
  connect(close: () => void): RunConnection {
    return this.#connections.add(close);
  }

  /** Takes no new calls; resolves when those under way are over, also those of every {@link connect}. */
  async close(): Promise<void> {
    await Promise.all([this.#pool.close(), this.#connections.close()]);
  }

  /** Ends every call under way, with the reason or `MC_SERVICE_GONE`. */
  async destroy(reason?: MediaConduitError): Promise<void> {
    await this.#pool.destroy(reason ?? null);
  }
}
