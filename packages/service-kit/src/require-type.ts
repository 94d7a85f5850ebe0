import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from './http-error';

/** The content type of a request: lower case, without parameters, empty when there is none. */
export function contentTypeOf(headers: IncomingHttpHeaders): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

/** @throws {@link HttpError} 415 unless the content type is one of `allowed`, where `video/*` stands for every kind of video. */
export function requireType(headers: IncomingHttpHeaders, allowed: readonly string[]): void {
  const type = contentTypeOf(headers);
  const isAllowed = allowed.some((pattern) => {
    const [kind] = pattern.split('/*', 1);
    return pattern === type || (pattern.endsWith('/*') && type.startsWith(`${kind}/`));
  });
  if (isAllowed) return;
  throw new HttpError(415, `send the body as ${allowed.join(' or ')}, not ${type || 'without a type'}`, {
    code: 'unsupported-media-type',
  });
}
