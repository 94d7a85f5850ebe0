import { isUtf8 } from 'node:buffer';
import type { RecordedChunk, RecordedResponse } from './exchange';
import { essenceOf, parseJson, sha256Of } from './read-request';

/** What differs from call to call, belongs to the connection, or is a secret. */
const DROPPED_HEADERS: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'date',
  'keep-alive',
  'server-timing',
  'set-cookie',
  'transfer-encoding',
  'x-request-id',
]);

/** A response and, of one that is no text, the file that holds its body. */
export interface ResponseToRecord {
  readonly response: RecordedResponse;
  readonly media?: { readonly name: string; readonly bytes: Buffer };
}

/** What is kept of a response: streams are cut into one piece per event, media stand in a file under their hash. */
export function toRecordedResponse(
  status: number,
  allHeaders: Readonly<Record<string, string>>,
  bytes: Buffer,
): ResponseToRecord {
  const headers = Object.fromEntries(Object.entries(allHeaders).filter(([name]) => !DROPPED_HEADERS.has(name)));
  const type = essenceOf(headers['content-type'] ?? '');
  const response = { status, headers };
  if (bytes.length === 0) return { response };
  const text = textOfBytes(bytes);
  if (text !== undefined) return { response: { ...response, ...bodyOfText(text, type) } };
  const name = `${sha256Of(bytes)}.${/^\w+\/(?:x-)?(\w+)$/.exec(type)?.[1] ?? 'bin'}`;
  return { response: { ...response, file: name }, media: { name, bytes } };
}

/** `undefined` for bytes that are no text in UTF-8. */
export function textOfBytes(bytes: Buffer): string | undefined {
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : undefined;
}

function bodyOfText(text: string, type: string): Pick<RecordedResponse, 'chunks' | 'json' | 'text'> {
  if (type === 'application/x-ndjson') return { chunks: text.split(/(?<=\n)/).map(chunkOfLine) };
  if (type === 'text/event-stream') return { chunks: text.split(/(?<=\r?\n\r?\n)/).map((event) => ({ text: event })) };
  const json = /^application\/(?:.+\+)?json$/.test(type) ? parseJson(text) : undefined;
  return json === undefined ? { text } : { json };
}

function chunkOfLine(line: string): RecordedChunk {
  const json = line.endsWith('\n') ? parseJson(line) : undefined;
  return json === undefined ? { text: line } : { json };
}
