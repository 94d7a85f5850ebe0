import type { IncomingMessage, ServerResponse } from 'node:http';
import { IdleTimer } from './idle-timer';
import { HttpError } from './http-error';
import type { BodyLimits } from './request-body';

/**
 * Collects a request's body.
 * @throws {@link HttpError} 413 as soon as more than `maxBodyBytes` are announced or came, 408 when none comes any more;
 *   the rest is left unread.
 */
export function readBody(request: IncomingMessage, response: ServerResponse, limits: BodyLimits): Promise<Buffer> {
  const { maxBodyBytes, idleTimeoutMs } = limits;
  if (Number(request.headers['content-length']) > maxBodyBytes) return Promise.reject(tooLarge(maxBodyBytes));
  if (request.headers.expect !== undefined) response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const settle = (): void => {
      idle.stop();
      request.off('data', onData).off('end', onEnd).off('error', onError);
    };
    const fail = (error: HttpError): void => {
      settle();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      idle.restart();
      sizeBytes += chunk.length;
      chunks.push(chunk);
      if (sizeBytes > maxBodyBytes) fail(tooLarge(maxBodyBytes));
    };
    const onEnd = (): void => {
      settle();
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    };
    const onError = (): void => fail(brokeOff());
    const idle = new IdleTimer(idleTimeoutMs, () => fail(stalled(idleTimeoutMs)));
    idle.restart();
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

/** The answer to a client that stopped in the middle of its body. */
export function stalled(idleTimeoutMs: number): HttpError {
  const seconds = idleTimeoutMs / 1000;
  return new HttpError(408, `no byte of the body came for ${seconds} s`, { code: 'request-timeout' });
}
