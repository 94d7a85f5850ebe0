import { toMediaConduitError } from '@mediaconduit/sdk';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback, type LoopbackServer } from './listen-on-loopback';
import { collectBody, parseBody, type ReceivedPart } from './read-request';

/** A request that the server got. It is listed when its headers have come; its body is there when it is answered. */
export interface ReceivedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  /** The value of a JSON body. */
  readonly json?: unknown;
  /** The parts of a `multipart/form-data` body, by name. */
  readonly form?: Readonly<Record<string, readonly ReceivedPart[]>>;
  /** True when the client went before it had the whole response. */
  readonly aborted: boolean;
}

/** How one request is answered. */
export interface Answer {
  /** True when the server itself ends the connection: then the client did not abort. */
  readonly breaks?: boolean;
  send(response: ServerResponse): Promise<void>;
}

/** A server on loopback that lists what it was asked. */
export interface NotingServer extends LoopbackServer {
  /** Every request, oldest first. */
  readonly requests: readonly ReceivedRequest[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Lets `answerTo` answer every request, once its body is there. `undefined` is an answer to `GET /` only: with it a
 * runtime asks whether the service is there; it gets 200 and is not listed.
 */
export async function openNotingServer(
  answerTo: (request: ReceivedRequest) => Answer | undefined | Promise<Answer | undefined>,
): Promise<NotingServer> {
  const requests: ReceivedRequest[] = [];
  let closing = false;
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { headers, method = 'GET', url: path = '/' } = message;
    const request: Mutable<ReceivedRequest> = { method, path, headers, bytes: Buffer.alloc(0), aborted: false };
    const isProbe = method === 'GET' && path === '/';
    if (!isProbe) requests.push(request);
    let breaks = false;
    response.once('close', () => (request.aborted = !response.writableFinished && !breaks && !closing));
    const bytes = await collectBody(message).catch(() => undefined);
    if (bytes === undefined) return; // the client went while it sent
    Object.assign(request, await parseBody(bytes, headers['content-type']));
    const answer = await answerTo(request);
    if (!answer) return void response.writeHead(200).end();
    if (isProbe) requests.push(request);
    breaks = answer.breaks ?? false;
    await answer.send(response);
  };
  const server = await listenOnLoopback((message, response) => {
    serve(message, response).catch((error: unknown) => response.destroy(toMediaConduitError(error)));
  });
  const dispose = (): PromiseLike<void> => {
    closing = true;
    return server[Symbol.asyncDispose]();
  };
  return { url: server.url, requests, [Symbol.asyncDispose]: dispose };
}
