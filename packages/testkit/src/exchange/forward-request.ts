import { messageOf } from '@mediaconduit/sdk';
import {
  request as requestHttp,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { ReceivedRequest } from './noting-server';

/** What is handed on of a request. */
export type RequestToForward = Pick<ReceivedRequest, 'bytes' | 'headers' | 'method' | 'path'>;

/** A reply that was handed on, as it came. */
export interface PassedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** How it ended: `cut` by the service, or `hang` for a client that did not wait for the rest. */
  readonly ended: 'whole' | 'cut' | 'hang';
}

/** Headers that are not handed on: they belong to one connection. */
const OF_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'transfer-encoding']);

/**
 * Sends a request on to a service and hands its reply back while it comes; 502 when there is none. Resolves at the end,
 * with `undefined` when nothing came.
 */
export async function forwardRequest(
  upstream: string,
  request: RequestToForward,
  response: ServerResponse,
): Promise<PassedReply | undefined> {
  const sent = open(upstream, request);
  response.once('close', () => sent.destroy());
  const reply = await replyTo(sent.end(request.bytes)).catch((error: unknown) => void refuse(response, error));
  return reply && passReply(reply, response);
}

function open(upstream: string, { bytes, headers: all, method, path }: RequestToForward): ClientRequest {
  const url = new URL(upstream);
  const length = bytes.length > 0 || 'content-length' in all ? { 'content-length': String(bytes.length) } : {};
  const headers = { ...ownHeaders(all), ...length, 'accept-encoding': 'identity' }; // compressed it would not be readable
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  return request(new URL(url.pathname.replace(/\/$/, '') + path, url), { method, headers, agent: false });
}

function ownHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.has(name)));
}

function replyTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject); // later ones are those of the reply
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  response.writeHead(502).end(`The service that is recorded does not answer: ${messageOf(error)}`);
}

/** Hands the reply on while it comes. */
async function passReply(reply: IncomingMessage, response: ServerResponse): Promise<PassedReply> {
  const { headers, statusCode: status = 0 } = reply;
  const chunks: Buffer[] = [];
  response.writeHead(status, ownHeaders(headers));
  response.flushHeaders();
  const ended = await pump(reply, response, chunks);
  const flat = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  return { status, headers: flat, bytes: Buffer.concat(chunks), ended };
}

async function pump(reply: IncomingMessage, response: ServerResponse, chunks: Buffer[]): Promise<PassedReply['ended']> {
  try {
    for await (const chunk of reply) {
      chunks.push(chunk as Buffer);
      await new Promise<void>((resolve) => response.write(chunk, () => resolve()));
    }
  } catch {
    const left = response.destroyed;
    response.socket?.destroySoon();
    return left ? 'hang' : 'cut';
  }
  response.end();
  return 'whole';
}
