import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listenOnLoopback } from '../../exchange/listen-on-loopback';

/** How a service or API fails. */
export type Fault =
  | { readonly kind: 'hang' }
  | { readonly kind: 'answer'; readonly status: number; readonly contentType: string; readonly body: string }
  /** Half of an answer, then nothing. */
  | { readonly kind: 'cut'; readonly contentType: string; readonly body: string };

/** A server that fails every request in the same way. To `GET /`, which asks whether it is there, it answers 200. */
export interface FaultyServer extends AsyncDisposable {
  readonly url: string;
  /** Requests so far, the question whether it is there left out. */
  readonly requests: readonly string[];
  /** Resolves with the first request, or at once when one has come. */
  untilAsked(): Promise<void>;
  /** Resolves when no request is under way any more. */
  untilLeft(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. */
export async function faultyServer(fault: Fault): Promise<FaultyServer> {
  const requests: string[] = [];
  const open = new Set<ServerResponse>();
  let tellAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => (tellAsked = resolve));
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method === 'GET' && request.url === '/') return void response.end('ready');
    requests.push(`${request.method} ${request.url}`);
    open.add(response);
    response.once('close', () => open.delete(response));
    tellAsked();
    request.on('error', () => undefined);
    request.resume();
    if (fault.kind !== 'hang') request.once('end', () => void fail(response, fault));
  };
  const server = await listenOnLoopback(answer);
  return {
    url: server.url,
    requests,
    untilAsked: () => asked,
    async untilLeft() {
      await Promise.all([...open].map((response) => once(response, 'close')));
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function fail(response: ServerResponse, fault: Exclude<Fault, { kind: 'hang' }>): void {
  if (fault.kind === 'answer') {
    response.writeHead(fault.status, { 'content-type': fault.contentType }).end(fault.body);
    return;
  }
  response.writeHead(200, { 'content-type': fault.contentType, 'content-length': String(fault.body.length * 2) });
  response.write(fault.body, () => response.destroy());
}
