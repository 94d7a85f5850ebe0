import { isUtf8 } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from './http-error';
import { contentTypeOf } from './require-type';

/**
 * Parses a body as JSON. The content type must say so: a page of another origin can send JSON to a local service
 * without asking only under one of the types that are refused here.
 * @throws {@link HttpError} 400 for no, malformed or non-UTF-8 JSON, 415 for another content type or a content encoding.
 */
export function parseJsonBody(bytes: Buffer, headers: IncomingHttpHeaders): unknown {
  if (bytes.length === 0) throw new HttpError(400, 'No JSON body provided', { code: 'no-body' });
  requireJson(headers);
  if (!isUtf8(bytes)) throw badJson('it is not UTF-8');
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw badJson(error instanceof Error ? error.message : String(error));
  }
}

function badJson(why: string): HttpError {
  return new HttpError(400, `the body is not valid JSON: ${why}`, { code: 'bad-json' });
}

function requireJson(headers: IncomingHttpHeaders): void {
  const type = contentTypeOf(headers);
  if (type !== 'application/json' && !type.endsWith('+json')) {
    throw new HttpError(415, `send the body as content-type: application/json, not ${type || 'without a type'}`, {
      code: 'unsupported-media-type',
    });
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new HttpError(415, `content-encoding ${encoding} is not supported`, { code: 'unsupported-encoding' });
  }
}
