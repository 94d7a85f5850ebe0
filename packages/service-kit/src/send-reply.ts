import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline, Readable } from 'node:stream';
import type { Reply } from './reply';

/** What is read and thrown away of a refused body, so that the client gets to see the answer instead of a reset. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;
const MAX_LINGER_MS = 2_000;

/** A reply whose bytes are there. */
export type BytesReply = Reply & { readonly body: string | Uint8Array };

/** Whether the bytes of a reply are there, and not a stream. */
export function isBytes(reply: Reply): reply is BytesReply {
  return !(reply.body instanceof Readable);
}

/** How to send an answer that is a stream. */
export interface SendOptions {
  readonly onError: (error: unknown) => void;
  /** The connection is cut when the client leaves bytes unread for so long, in ms; 0 = never. */
  readonly idleTimeoutMs: number;
}

/**
 * Sends an answer. A stream that fails cuts the connection, for its status is sent already; the failure goes to
 * `onError` unless it is the client who left.
 */
export function sendReply(response: ServerResponse, reply: Reply, { onError, ...limits }: SendOptions): void {
  writeHead(response, reply);
  const { body, transfer } = reply;
  if (!(body instanceof Readable)) {
    response.end(body);
    return;
  }
  const stop = cutWhenUnread(response, transfer.idleTimeoutMs ?? limits.idleTimeoutMs);
  pipeline(body, response, (error) => {
    stop();
    transfer.onEnd?.(!error);
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') onError(error);
  });
}

/** A source that has nothing to say for a while is no reason to cut: only bytes that wait for the client are. */
function cutWhenUnread(response: ServerResponse, idleTimeoutMs: number): () => void {
  if (idleTimeoutMs === 0) return () => undefined;
  let sentBytes = -1;
  const timer = setInterval(() => {
    const { bytesWritten = 0 } = response.socket ?? {};
    const pending = response.writableNeedDrain || response.writableEnded;
    if (pending && bytesWritten === sentBytes) response.destroy();
    sentBytes = pending ? bytesWritten : -1;
  }, idleTimeoutMs).unref();
  return () => clearInterval(timer);
}

/** Lets go of an answer whose client went before it was made. */
export function dropReply({ body, transfer }: Reply): void {
  if (!(body instanceof Readable)) return;
  body.destroy();
  transfer.onEnd?.(false);
}

/**
 * Sends an answer while the client may still be sending its body, and closes the connection. Closing at once would reset
 * it and often destroy the answer on its way, so a bounded part of the body is read first.
 */
export function sendEarlyReply(request: IncomingMessage, response: ServerResponse, reply: BytesReply): void {
  response.shouldKeepAlive = false;
  writeHead(response, reply);
  if (request.headers.expect !== undefined) return void response.end(reply.body);
  response.write(reply.body);
  let discardedBytes = 0;
  const finish = (): void => {
    clearTimeout(timer);
    request.off('data', discard).off('end', finish).off('close', finish).off('error', finish);
    response.end();
  };
  const discard = (chunk: Buffer): void => {
    discardedBytes += chunk.length;
    if (discardedBytes > MAX_DISCARDED_BYTES) finish();
  };
  const timer = setTimeout(finish, MAX_LINGER_MS);
  request.on('data', discard).on('end', finish).on('close', finish).on('error', finish);
  request.resume(); // somebody may have paused it
}

/** True when bytes of the request's body may still be on their way. */
export function isBodyPending(request: IncomingMessage): boolean {
  if (request.complete) return false;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function writeHead(response: ServerResponse, reply: Reply): void {
  response.statusCode = reply.status;
  response.setHeader('content-type', reply.contentType);
  if (isBytes(reply)) response.setHeader('content-length', Buffer.byteLength(reply.body));
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
}
