import { SYSTEM_CLOCK, type Clock } from '@mediaconduit/sdk';
import { once } from 'node:events';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** A piece of a body, sent on its own. */
export interface ReplyPiece {
  /** How long after the piece before it, in ms. */
  readonly afterMs?: number;
  readonly bytes: Uint8Array;
}

/** An answer in the form in which it is sent: a body as a whole, or in pieces. */
export interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
  readonly pieces?: Iterable<ReplyPiece> | AsyncIterable<ReplyPiece>;
  /** `cut` destroys the connection behind the body; `hang` sends nothing more until the client goes. */
  readonly broken?: 'cut' | 'hang';
}

/** Sends it; resolves when all of it was sent, or when nobody waits for it any more. */
export async function sendReply(response: ServerResponse, reply: Reply, clock: Clock = SYSTEM_CLOCK): Promise<void> {
  const { body = Buffer.alloc(0), broken, headers, pieces, status } = reply;
  const whole = pieces === undefined && broken === undefined;
  response.writeHead(status, { ...(whole && { 'content-length': String(body.length) }), ...headers });
  if (whole) return void response.end(body);
  response.flushHeaders();
  if (body.length > 0) await write(response, body);
  for await (const piece of pieces ?? []) {
    await pause(response, piece.afterMs ?? 0, clock);
    if (response.destroyed) return;
    await write(response, piece.bytes);
  }
  if (broken === 'hang') await untilGone(response);
  else if (broken === 'cut') response.socket?.destroySoon();
  else response.end();
}

/** Resolves after a time, or early when the client goes. */
export function pause(response: ServerResponse, ms: number, clock: Clock): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      clock.clearTimeout(timer);
      response.off('close', end);
      resolve();
    };
    const timer = clock.setTimeout(end, ms);
    response.once('close', end);
    if (response.destroyed) end();
  });
}

/** Resolves when the client, or the server, has ended the connection. */
export async function untilGone(response: ServerResponse): Promise<void> {
  if (!response.destroyed) await once(response, 'close');
}

/** Resolves when the piece has left this process, and when the client is gone. Others have their turn between two pieces. */
function write(response: ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      response.off('close', end);
      setImmediate(resolve);
    };
    response.once('close', end); // of what waits in a connection that ends nothing more is said
    response.write(bytes, end);
  });
}
