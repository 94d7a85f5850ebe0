import type { RecordedChunk, RecordedResponse } from './exchange';
import type { Reply, ReplyPiece } from './send-reply';

/** A recorded response in the form in which it is sent; `media` is what stands in its file. */
export function toReply(recorded: RecordedResponse, media?: Buffer): Reply {
  const { broken, chunks, headers, status = 200 } = recorded;
  return {
    status,
    headers: { ...typeOf(recorded), ...headers },
    body: media ?? bytesOf(recorded),
    pieces: chunks?.map(toPiece),
    broken,
  };
}

/** A chunk as a piece: one with `json` is a line. */
export function toPiece(chunk: RecordedChunk): ReplyPiece {
  const bytes = chunk.json === undefined ? bytesOf(chunk) : Buffer.from(`${JSON.stringify(chunk.json)}\n`, 'utf8');
  return { afterMs: chunk.afterMs, bytes };
}

function typeOf({ chunks, json, text }: RecordedResponse): Record<string, string> {
  if (json !== undefined) return { 'content-type': 'application/json' };
  if (text !== undefined) return { 'content-type': 'text/plain; charset=utf-8' };
  return chunks?.some((chunk) => chunk.json !== undefined) ? { 'content-type': 'application/x-ndjson' } : {};
}

function bytesOf({ base64, json, text = '' }: RecordedResponse): Buffer {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  return Buffer.from(json === undefined ? text : JSON.stringify(json), 'utf8');
}
