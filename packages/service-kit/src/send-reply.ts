import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './reply';

/** What is read and thrown away of a refused body, so that the client gets to see the answer instead of a reset. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;
const MAX_LINGER_MS = 2_000;

/** Sends an answer after the request was read to its end. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  writeHead(response, reply);
  response.end(reply.body);
}

/**
 * Sends an answer while the client may still be sending its body, and closes the connection. Closing at once would reset
 * it and often destroy the answer on its way, so a bounded part of the body is read first.
 */
export function sendEarlyReply(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
  response.shouldKeepAlive = false;
  if (request.headers.expect !== undefined) return sendReply(response, reply);
  writeHead(response, reply);
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
}

/** True when bytes of the request's body may still be on their way. */
export function isBodyPending(request: IncomingMessage): boolean {
  if (request.complete) return false;
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}

function writeHead(response: ServerResponse, reply: Reply): void {
  const length = typeof reply.body === 'string' ? Buffer.byteLength(reply.body) : reply.body.byteLength;
  response.statusCode = reply.status;
  response.setHeader('content-type', reply.contentType);
  response.setHeader('content-length', length);
  for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
}
