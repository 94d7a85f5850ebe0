import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { HttpError } from './http-error';
import { brokeOff, tooLarge } from './read-body';
import type { RequestBody } from './request-body';

/** Which bodies a route takes as a stream. */
export interface StreamBodyOptions {
  /** Default `application/octet-stream`; `video/*` stands for every kind of video. */
  readonly contentTypes?: readonly string[];
}

/**
 * A body of any size that the handler reads itself, with back-pressure. It fails with {@link HttpError} 413 as soon as
 * more than the route's `maxBodyBytes` are announced or came, and with 400 when the client breaks off.
 */
export function streamBody({
  contentTypes = ['application/octet-stream'],
}: StreamBodyOptions = {}): RequestBody<Readable> {
  return {
    content: Object.fromEntries(contentTypes.map((type) => [type, { contentMediaType: type }])),
    read: async (request, response, maxBytes) => {
      requireType(request, contentTypes);
      if (Number(request.headers['content-length']) > maxBytes) throw tooLarge(maxBytes);
      if (request.headers.expect !== undefined) response.writeContinue();
      const stream = new UploadStream(request, maxBytes);
      stream.on('error', () => undefined); // nobody has to listen any more when the client breaks off
      response.once('close', () => stream.destroy(request.complete ? undefined : brokeOff()));
      return stream;
    },
  };
}

function requireType({ headers }: IncomingMessage, allowed: readonly string[]): void {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const isAllowed = allowed.some((pattern) => {
    const [kind] = pattern.split('/*', 1);
    return pattern === type || (pattern.endsWith('/*') && type.startsWith(`${kind}/`));
  });
  if (isAllowed) return;
  throw new HttpError(415, `send the body as ${allowed.join(' or ')}, not ${type || 'without a type'}`, {
    code: 'unsupported-media-type',
  });
}

/** The request's bytes; to destroy it leaves the request itself alone, so that an answer can still be sent. */
class UploadStream extends Readable {
  readonly #request: IncomingMessage;
  readonly #maxBytes: number;
  #sizeBytes = 0;

  constructor(request: IncomingMessage, maxBytes: number) {
    super();
    this.#request = request;
    this.#maxBytes = maxBytes;
    request.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('error', this.#onClose);
    request.pause();
  }

  override _read(): void {
    this.#request.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const request = this.#request.off('data', this.#onData).off('end', this.#onEnd);
    request.off('close', this.#onClose).off('error', this.#onClose);
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#maxBytes) this.destroy(tooLarge(this.#maxBytes));
    else if (!this.push(chunk)) this.#request.pause();
  };

  readonly #onEnd = (): void => void this.push(null);

  readonly #onClose = (): void => {
    if (!this.#request.complete) this.destroy(brokeOff());
  };
}
