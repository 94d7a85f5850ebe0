import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { isMediaConduitError, MediaConduitError, messageOf, readNdjson } from '@mediaconduit/sdk';
import { checkSocketFolder } from './supervisor-address';
import { fromWireError } from './wire-error';

/** One request to a supervisor. */
export interface JsonCall {
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The connection does not keep the program alive. */
  readonly unref?: boolean;
}

/** Codes of a socket behind which nobody listens. */
const NOBODY: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK', 'EPIPE', 'ECONNRESET']);

/** HTTP with JSON over the socket of a supervisor; a connection for each call. */
export class JsonClient {
  constructor(readonly address: string) {}

  /**
   * @throws the supervisor's own errors; `MC_SUPERVISOR_UNREACHABLE` when nobody listens, or the connection breaks off;
   *   `MC_HOME_UNUSABLE` when somebody else could listen there; the reason of the signal.
   */
  async call<T>(call: JsonCall): Promise<T> {
    const response = await this.#send(call);
    return JSON.parse(await this.#whole(response, call)) as T;
  }

  /** The lines of an answer as they come; leaving the loop ends the work that belongs to the call. */
  async *lines<T extends { readonly type: string }>(call: JsonCall): AsyncGenerator<T, void, void> {
    const response = await this.#send(call);
    try {
      for await (const line of readNdjson<T | { readonly type: 'error'; readonly error: unknown }>(
        response,
        'supervisor',
      )) {
        if ('error' in line && line.type === 'error') throw fromWireError(line.error);
        yield line;
      }
    } catch (thrown) {
      throw this.#toError(thrown, call);
    }
  }

  async #send(call: JsonCall): Promise<IncomingMessage> {
    const response = await this.#open(call).catch((thrown: unknown) => {
      throw this.#toError(thrown, call);
    });
    if ((response.statusCode ?? 500) < 400) return response;
    throw fromWireError(parsed(await this.#whole(response, call)));
  }

  async #open({ body, headers, method, path, signal, unref }: JsonCall): Promise<IncomingMessage> {
    checkSocketFolder(this.address);
    const content = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          socketPath: this.address,
          path,
          method: method ?? (content === undefined ? 'GET' : 'POST'),
          headers: { ...headers, ...(content !== undefined && { 'content-type': 'application/json' }) },
          signal,
          agent: false,
        },
        resolve,
      );
      request.once('error', reject);
      if (unref) request.once('socket', (socket) => socket.unref());
      request.end(content);
    });
  }

  #whole(response: IncomingMessage, call: JsonCall): Promise<string> {
    return text(response).catch((thrown: unknown) => {
      throw this.#toError(thrown, call);
    });
  }

  #toError(thrown: unknown, { path, signal }: JsonCall): unknown {
    if (isMediaConduitError(thrown)) return thrown;
    if (signal?.aborted) return signal.reason;
    return new MediaConduitError('MC_SUPERVISOR_UNREACHABLE', `The supervisor does not answer: ${messageOf(thrown)}.`, {
      hint: 'mediaconduit up starts one',
      facts: { address: this.address, path },
      cause: thrown,
    });
  }
}

/** True when the call failed because no supervisor listens. */
export function isNobodyThere(error: unknown): boolean {
  if (!isMediaConduitError(error, 'MC_SUPERVISOR_UNREACHABLE')) return false;
  const { cause } = error;
  return typeof cause === 'object' && cause !== null && 'code' in cause && NOBODY.has(String(cause.code));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
}
