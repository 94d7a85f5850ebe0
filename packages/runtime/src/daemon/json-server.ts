import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import {
  MediaConduitError,
  readNdjson,
  toMediaConduitError,
  type MediaConduitError as Failure,
} from '@mediaconduit/sdk';
import { LINES_TYPE, sendLine, sendLines } from './send-lines';
import { toWireError } from './wire-error';

/** Largest body that is taken: the environment of a caller and a stack file fit many times. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
const PROBLEM = 'application/problem+json';

/** One request, parsed. */
export interface JsonRequest {
  /** What stands for `{name}` in the path of the route. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** `undefined` where the client sends lines. */
  readonly body: unknown;
  /** What the client sends while it is answered, a value a line; none where it sends one body. */
  readonly lines: AsyncIterable<unknown>;
  readonly headers: IncomingMessage['headers'];
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

/** Answers with one value, or with a line for each value of a generator. */
export type JsonHandler = (request: JsonRequest) => Promise<unknown> | AsyncIterable<unknown>;

/** Handlers by `METHOD /path/{name}`. */
export type JsonRoutes = Readonly<Record<string, JsonHandler>>;

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  readonly handle: JsonHandler;
}

/**
 * An HTTP server for our own commands, on a socket that only its owner can open. `underWay` holds what is to be answered
 * with one value, until it is.
 */
export function createJsonServer(routes: JsonRoutes, underWay = new Set<Promise<unknown>>()): Server {
  const table = Object.entries(routes).map(([key, handle]) => routeOf(key, tracked(handle, underWay)));
  // the lines of a client go on for days
  return createServer({ requestTimeout: 0 }, (request, response) => void answer(table, request, response));
}

function tracked(handle: JsonHandler, underWay: Set<Promise<unknown>>): JsonHandler {
  return (request) => {
    const result = handle(request);
    if (!(result instanceof Promise)) return result;
    underWay.add(result);
    const forget = (): void => void underWay.delete(result);
    result.then(forget, forget);
    return result;
  };
}

function routeOf(key: string, handle: JsonHandler): Route {
  const [method = '', path = ''] = key.split(' ');
  const pattern = path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return { method, pattern: new RegExp(`^${pattern}$`), handle };
}

async function answer(table: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const { handle, ...parsed } = matchOf(table, request);
    const given = { ...parsed, ...(await contentOf(request)) };
    const result = handle({ ...given, headers: request.headers, signal: gone.signal });
    if (result instanceof Promise) reply(response, 200, await result);
    else await writeLines(response, result, gone.signal);
  } catch (thrown) {
    if (response.headersSent) response.destroy();
    else reply(response, toMediaConduitError(thrown).httpStatus, toWireError(thrown), PROBLEM);
  }
}

function matchOf(
  table: readonly Route[],
  { method, url = '/' }: IncomingMessage,
): Pick<JsonRequest, 'params' | 'query'> & Pick<Route, 'handle'> {
  const { pathname, searchParams: query } = new URL(url, 'http://supervisor');
  for (const route of table) {
    const found = route.method === method ? route.pattern.exec(pathname) : null;
    if (!found) continue;
    const params = Object.entries(found.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
    return { handle: route.handle, query, params: Object.fromEntries(params) as Record<string, string> };
  }
  throw usage(
    `The supervisor knows no ${method} ${pathname}.`,
    'the command and the supervisor are of different versions',
  );
}

async function contentOf(request: IncomingMessage): Promise<Pick<JsonRequest, 'body' | 'lines'>> {
  if (request.headers['content-type'] === LINES_TYPE) return { body: undefined, lines: readNdjson(request, 'client') };
  return { body: await bodyOf(request), lines: Readable.from([]) };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw usage(`A request is larger than ${MAX_BODY_BYTES} bytes.`, 'send less');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString();
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch (cause) {
    throw usage('A request holds no JSON.', 'send JSON', cause);
  }
}

/** A failure after the first line is the last line. */
async function writeLines(response: ServerResponse, values: AsyncIterable<unknown>, gone: AbortSignal): Promise<void> {
  response.writeHead(200, { 'content-type': LINES_TYPE }).flushHeaders();
  try {
    await sendLines(response, values, gone);
  } catch (thrown) {
    if (!response.destroyed) await sendLine(response, { type: 'error', error: toWireError(thrown) }, gone);
  }
  response.end();
}

function reply(response: ServerResponse, status: number, value: unknown, type = 'application/json'): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(value ?? null));
}

function usage(message: string, hint: string, cause?: unknown): Failure {
  return new MediaConduitError('MC_USAGE', message, { hint, cause });
}
