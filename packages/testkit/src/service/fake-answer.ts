import type { Clock } from '@mediaconduit/sdk';
import type { ServerResponse } from 'node:http';
import type { RecordedChunk } from '../exchange/exchange';
import { pause, sendReply, untilGone, type Reply, type ReplyPiece } from '../exchange/send-reply';
import { toPiece } from '../exchange/to-reply';
import type { FakeReply } from './fake-reply';

/** A server-sent event. */
export interface FakeEvent {
  /** Default: none, which is `message`. */
  readonly event?: string;
  readonly id?: string;
  /** Text as it is, everything else as JSON. */
  readonly data: unknown;
  /** How long after the event before it, in ms. */
  readonly afterMs?: number;
}

/** A piece of a stream: text, bytes, or a chunk that says when it comes. */
export type FakePiece = string | Uint8Array | RecordedChunk;

/**
 * How an answer does not end well:
 * `reset` resets the connection instead of answering; `mute` takes the request and never answers; `hang` sends the body
 * and never ends; `cut` closes the connection behind the body, before the end of the message; `truncated` promises the
 * whole length and closes behind half of it; `wrong-length` promises half of what it sends.
 */
export type FakeFault = 'reset' | 'mute' | 'hang' | 'cut' | 'truncated' | 'wrong-length';

/** What a fake service answers. At most one of `json`, `text`, `bytes`, `events` and `stream`. */
export interface FakeAnswer extends FakeReply {
  /** Instead of the one that fits the body: also one that does not. */
  readonly contentType?: string;
  /** Says `retry-after`, for 429 and 503. */
  readonly retryAfterSeconds?: number;
  /** How long nothing is sent, in ms. */
  readonly afterMs?: number;
  readonly events?: readonly FakeEvent[];
  /** Sent piece by piece; a generator only once, so make one for each request. */
  readonly stream?: Iterable<FakePiece> | AsyncIterable<FakePiece>;
  readonly broken?: FakeFault;
}

/** Whether the service itself ends the connection. */
export function breaks({ broken }: FakeAnswer): boolean {
  return broken !== undefined && broken !== 'mute' && broken !== 'hang';
}

/** Sends it, delays and faults included; resolves at the end, or when the client is gone. */
export async function sendAnswer(response: ServerResponse, answer: FakeAnswer, clock: Clock): Promise<void> {
  const { afterMs = 0, broken } = answer;
  await pause(response, afterMs, clock);
  if (response.destroyed) return;
  const reply = toReply(answer);
  switch (broken) {
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'mute':
      return untilGone(response);
    case 'truncated':
      return promise(response, reply, (body) => ({ length: body.length, sent: body.subarray(0, body.length / 2) }));
    case 'wrong-length':
      return promise(response, reply, (body) => ({ length: Math.floor(body.length / 2), sent: body }));
    default:
      return sendReply(response, { ...reply, broken }, clock);
  }
}

/** Says a length that is not that of what it sends, and closes. */
function promise(
  response: ServerResponse,
  { body = Buffer.alloc(0), headers, status }: Reply,
  measure: (body: Uint8Array) => { length: number; sent: Uint8Array },
): void {
  const { length, sent } = measure(body);
  response.writeHead(status, { ...headers, 'content-length': String(length) });
  response.write(sent);
  response.socket?.destroySoon();
}

function toReply(answer: FakeAnswer): Reply {
  const {
    bytes,
    contentType = typeOf(answer),
    events,
    headers,
    json,
    retryAfterSeconds,
    status = 200,
    stream,
  } = answer;
  const text = json === undefined ? (answer.text ?? '') : JSON.stringify(json);
  return {
    status,
    headers: {
      ...(contentType !== undefined && { 'content-type': contentType }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
      ...headers,
    },
    body: bytes ?? Buffer.from(text, 'utf8'),
    pieces: events?.map(toEventPiece) ?? (stream && piecesOf(stream)),
  };
}

function typeOf({ bytes, events, json, stream, text }: FakeAnswer): string | undefined {
  if (json !== undefined) return 'application/json';
  if (events) return 'text/event-stream';
  if (text !== undefined) return 'text/plain; charset=utf-8';
  return bytes || stream ? 'application/octet-stream' : undefined;
}

function toEventPiece({ afterMs, data, event, id }: FakeEvent): ReplyPiece {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const head = [event === undefined ? [] : `event: ${event}`, id === undefined ? [] : `id: ${id}`].flat();
  const lines = [...head, ...text.split('\n').map((line) => `data: ${line}`)];
  return { afterMs, bytes: Buffer.from(`${lines.join('\n')}\n\n`, 'utf8') };
}

async function* piecesOf(stream: Iterable<FakePiece> | AsyncIterable<FakePiece>): AsyncGenerator<ReplyPiece> {
  for await (const piece of stream) {
    if (typeof piece === 'string') yield { bytes: Buffer.from(piece, 'utf8') };
    else yield piece instanceof Uint8Array ? { bytes: piece } : toPiece(piece);
  }
}
