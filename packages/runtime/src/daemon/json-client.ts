import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { isMediaConduitError, MediaConduitError, messageOf, readNdjson } from '@mediaconduit/sdk';
import { LINES_TYPE, sendLines } from './send-lines';
import { checkSocketFolder } from './supervisor-address';
import { fromWireError } from './wire-error';

/** One request to a supervisor. */
export interface JsonCall {
  /** Default: POST with a body, else GET. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** In place of a body: what is sent while the answer comes, a value a line. Ends with the connection at the latest. */
  readonly requests?: AsyncIterable<unknown>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The connection does not keep the program alive. */
  readonly unref?: boolean;
}

/** Codes of a socket behind which nobody listens. */
const NOBODY: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ECONNREFUSED', 'ENOTSOCK', 'EPIPE', 'ECONNRESET']);

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

  async #open({ body, headers, method, path, requests, signal, unref }: JsonCall): Promise<IncomingMessage> {
    checkSocketFolder(this.address);
    const content = body === undefined ? undefined : JSON.stringify(body);
    const type = requests ? LINES_TYPE : content !== undefined && 'application/json';
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        {
          socketPath: this.address,
          path,
          method: method ?? (type ? 'POST' : 'GET'),
          headers: { ...headers, ...(type && { 'content-type': type }) },
          signal,
          agent: false,
        },
        resolve,
      );
      request.on('error', reject); // also of a line that came too late
      if (unref) request.once('socket', (socket) => socket.unref());
      if (!requests) return void request.end(content);
      const end = (): void => void request.end();
      sendLines(request, requests, signal).then(end, (thrown: Error) => request.destroy(thrown));
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
