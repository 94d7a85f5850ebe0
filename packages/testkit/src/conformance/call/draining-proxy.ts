import type { IncomingMessage, ServerResponse } from 'node:http';
import { forwardRequest } from '../../exchange/forward-request';
import { listenOnLoopback } from '../../exchange/listen-on-loopback';
import { collectBody } from '../../exchange/read-request';

/** What a large upload is sent to. Small requests go on to the real service, so that a call gets as far as its upload. */
export interface DrainingProxy extends AsyncDisposable {
  readonly url: string;
  /** Of the largest request. */
  readonly receivedBytes: number;
  /** How much more this process held while it came than when the proxy was started, at most. */
  readonly mostHeldBytes: number;
}

const SMALL_BYTES = 1024 ** 2;
const LOOK_BYTES = 8 * 1024 ** 2;

/** Starts one on a free port of 127.0.0.1; large requests are read, forgotten and answered with 503. */
export async function drainingProxy(upstream: string | undefined): Promise<DrainingProxy> {
  const seen = { before: heldBytes(), received: 0, held: 0 };
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    const hasBody = !['GET', 'HEAD'].includes(request.method ?? '');
    const length = Number(request.headers['content-length'] ?? (hasBody ? Infinity : 0));
    if (length <= SMALL_BYTES && upstream !== undefined)
      void forward(request, response, upstream).catch(() => response.destroy());
    else drain(request, response, seen);
  };
  const server = await listenOnLoopback(answer);
  return {
    url: server.url,
    get receivedBytes() {
      return seen.received;
    },
    get mostHeldBytes() {
      return seen.held;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function drain(
  request: IncomingMessage,
  response: ServerResponse,
  seen: { readonly before: number; received: number; held: number },
): void {
  let received = 0;
  let looked = 0;
  request.on('data', (chunk: Buffer) => {
    received += chunk.length;
    seen.received = Math.max(seen.received, received);
    if (received - looked < LOOK_BYTES) return;
    looked = received;
    seen.held = Math.max(seen.held, heldBytes() - seen.before);
  });
  request.once('end', () => {
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":"enough","code":"busy"}');
  });
}

/** Without what nobody uses any more, where it can be collected. */
function heldBytes(): number {
  globalThis.gc?.();
  const { external, heapUsed } = process.memoryUsage();
  return external + heapUsed;
}

async function forward(request: IncomingMessage, response: ServerResponse, upstream: string): Promise<void> {
  const { headers, method = 'GET', url: path = '/' } = request;
  await forwardRequest(upstream, { method, path, headers, bytes: await collectBody(request) }, response);
}
