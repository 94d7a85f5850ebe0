import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError } from './http-error';

/**
 * Collects a request's body.
 * @throws {@link HttpError} 413 as soon as more than `maxBytes` are announced or came; the rest is left unread.
 */
export function readBody(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<Buffer> {
  if (Number(request.headers['content-length']) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const settle = (): void => {
      request.off('data', onData).off('end', onEnd).off('error', onError);
    };
    const onData = (chunk: Buffer): void => {
      sizeBytes += chunk.length;
      chunks.push(chunk);
      if (sizeBytes <= maxBytes) return;
      settle();
      reject(tooLarge(maxBytes));
    };
    const onEnd = (): void => {
      settle();
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    };
    const onError = (): void => {
      settle();
      reject(brokeOff());
    };
    request.on('data', onData).on('end', onEnd).on('error', onError);
  });
}

/** What becomes of a request whose client left before its end; nobody sees it. */
export function brokeOff(): HttpError {
  return new HttpError(400, 'the request broke off', { code: 'request-aborted' });
}

/** The answer to a body that is larger than the route takes. */
export function tooLarge(maxBytes: number): HttpError {
  return new HttpError(413, `the body is larger than ${maxBytes} bytes`, { code: 'body-too-large' });
}
