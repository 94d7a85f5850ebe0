import { isDeepStrictEqual } from 'node:util';
import type { RecordedPart, RecordedRequest } from './exchange';
import { essenceOf, parseJson, sha256Of, type ReceivedPart, type RequestBody } from './read-request';

/** A request as it came, with its body read. */
export interface RequestToMatch extends RequestBody {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
}

/** Says where a request is not what was recorded, in a few words; `undefined` when it is. */
export function findDifference(recorded: RecordedRequest, received: RequestToMatch): string | undefined {
  if (recorded.method !== received.method) return said('method', recorded.method, received.method);
  if (sortedPath(recorded.path) !== sortedPath(received.path)) return said('path', recorded.path, received.path);
  const type = essenceOf(received.contentType);
  if (recorded.contentType !== undefined && recorded.contentType !== type) {
    return said('content type', recorded.contentType, type);
  }
  return differenceOfBody(recorded, received);
}

function differenceOfBody(recorded: RecordedRequest, { bytes, form, json }: RequestToMatch): string | undefined {
  const { bodyBase64, bodySha256, form: parts, json: value, text } = recorded;
  if (value !== undefined) return differenceOfJson('json', value, json);
  if (parts !== undefined) return differenceOfForm(parts, form);
  if (text !== undefined && text !== bytes.toString('utf8')) return said('text', text, bytes.toString('utf8'));
  if (bodyBase64 !== undefined && bodyBase64 !== bytes.toString('base64')) return 'the bytes of the body differ';
  if (bodySha256 !== undefined && bodySha256 !== sha256Of(bytes)) return said('sha256', bodySha256, sha256Of(bytes));
  return undefined;
}

function differenceOfForm(
  recorded: NonNullable<RecordedRequest['form']>,
  received: RequestBody['form'] = {},
): string | undefined {
  const names = new Set([...Object.keys(recorded), ...Object.keys(received)]);
  for (const name of names) {
    const expected = [recorded[name] ?? []].flat();
    const given = received[name] ?? [];
    const place = `form.${name}`;
    if (expected.length !== given.length) return `${place}: ${given.length} parts instead of ${expected.length}`;
    for (const [index, part] of expected.entries()) {
      const difference = differenceOfPart(place, part, given[index]);
      if (difference !== undefined) return difference;
    }
  }
  return undefined;
}

function differenceOfPart(place: string, recorded: RecordedPart, received?: ReceivedPart): string | undefined {
  const { contentType, fileName, json, sha256, text } = recorded;
  const bytes = received?.bytes ?? Buffer.alloc(0);
  const content = bytes.toString('utf8');
  if (fileName !== undefined && fileName !== received?.fileName) {
    return said(`${place}.fileName`, fileName, received?.fileName);
  }
  if (contentType !== undefined && contentType !== received?.contentType) {
    return said(`${place}.contentType`, contentType, received?.contentType);
  }
  if (json !== undefined) return differenceOfJson(place, json, parseJson(content));
  if (text !== undefined && text !== content) return said(place, text, content);
  if (sha256 !== undefined && sha256 !== sha256Of(bytes)) return said(`${place}.sha256`, sha256, sha256Of(bytes));
  return undefined;
}

/** The innermost value that differs. */
function differenceOfJson(place: string, recorded: unknown, received: unknown): string | undefined {
  if (isDeepStrictEqual(recorded, received)) return undefined;
  if (!isTree(recorded) || !isTree(received) || Array.isArray(recorded) !== Array.isArray(received)) {
    return said(place, recorded, received);
  }
  for (const key of new Set([...Object.keys(recorded), ...Object.keys(received)])) {
    const difference = differenceOfJson(`${place}.${key}`, recorded[key], received[key]);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** With the parameters of the query in order. */
export function sortedPath(path: string): string {
  const { pathname, searchParams } = new URL(path, 'http://recorded');
  searchParams.sort();
  return `${pathname}?${searchParams.toString()}`;
}

/** `json.model: "b" instead of "a"` */
export function said(place: string, recorded: unknown, received: unknown): string {
  return `${place}: ${shown(received)} instead of ${shown(recorded)}`;
}

function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= 200 ? text : `${text.slice(0, 200)}…`;
}
