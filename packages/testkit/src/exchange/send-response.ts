import { SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { RecordedChunk, RecordedResponse } from './exchange';

/** Sends a recorded response; resolves when all of it was sent, or when nobody waits for it any more. */
export async function sendResponse(
  response: ServerResponse,
  recorded: RecordedResponse,
  media?: Buffer,
): Promise<void> {
  const { broken, headers, status = 200 } = recorded;
  const pieces = recorded.chunks ?? [];
  const body = media ?? bodyOf(recorded);
  const whole = recorded.chunks === undefined && broken === undefined;
  response.writeHead(status, {
    ...typeOf(recorded),
    ...(whole && { 'content-length': String(body.length) }),
    ...headers,
  });
  if (whole) return void response.end(body);
  response.flushHeaders();
  if (body.length > 0) await write(response, body);
  for (const piece of pieces) {
    await pause(response, piece.afterMs ?? 0);
    if (response.destroyed) return;
    await write(response, bytesOf(piece));
  }
  if (broken === 'hang' && !response.destroyed) await once(response, 'close');
  else if (broken === 'cut') response.socket?.destroySoon();
  else response.end();
}

function typeOf({ chunks, json, text }: RecordedResponse): Record<string, string> {
  if (json !== undefined) return { 'content-type': 'application/json' };
  if (text !== undefined) return { 'content-type': 'text/plain; charset=utf-8' };
  return chunks?.some((chunk) => chunk.json !== undefined) ? { 'content-type': 'application/x-ndjson' } : {};
}

function bodyOf({ base64, json, text = '' }: RecordedResponse): Buffer {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return Buffer.from(json === undefined ? text : JSON.stringify(json), 'utf8');
}

function bytesOf(chunk: RecordedChunk): Buffer {
  return chunk.json === undefined ? bodyOf(chunk) : Buffer.from(`${JSON.stringify(chunk.json)}\n`, 'utf8');
}

/** Resolves when the piece has left this process, and when the client is gone. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()));
}

/** Ends early when the client goes. */
function pause(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      SYSTEM_CLOCK.clearTimeout(timer);
      response.off('close', end);
      resolve();
    };
    const timer = SYSTEM_CLOCK.setTimeout(end, ms);
    response.once('close', end);
    if (response.destroyed) end();
  });
}
