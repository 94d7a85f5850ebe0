import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { IdleTimer } from './idle-timer';
import { brokeOff, stalled, tooLarge } from './read-body';
import type { BodyLimits } from './request-body';

/**
 * The bytes of a request's body with back-pressure; invites a client that waits to be asked.
 * @throws HttpError 413 when more than `maxBodyBytes` are announced.
 */
export function openUpload(request: IncomingMessage, response: ServerResponse, limits: BodyLimits): Readable {
  if (Number(request.headers['content-length']) > limits.maxBodyBytes) throw tooLarge(limits.maxBodyBytes);
  if (request.headers.expect !== undefined) response.writeContinue();
  const stream = new UploadStream(request, limits);
  stream.on('error', () => undefined); // nobody has to listen any more when the client breaks off
  // also when the last byte has come, but still waits for a slow disk: whoever reads it would wait for ever
  response.once('close', () => stream.destroy(stream.readableEnded ? undefined : brokeOff()));
  return stream;
}

/** To destroy it leaves the request itself alone, so that an answer can still be sent. */
class UploadStream extends Readable {
  readonly #request: IncomingMessage;
  readonly #limits: BodyLimits;
  readonly #idle: IdleTimer;
  #sizeBytes = 0;

  constructor(request: IncomingMessage, limits: BodyLimits) {
    super();
    this.#request = request;
    this.#limits = limits;
    this.#idle = new IdleTimer(limits.idleTimeoutMs, () => this.destroy(stalled(limits.idleTimeoutMs)));
    request.on('data', this.#onData).on('end', this.#onEnd).on('close', this.#onClose).on('error', this.#onClose);
    request.pause();
  }

  override _read(): void {
    this.#idle.restart();
    this.#request.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#idle.stop();
    const request = this.#request.off('data', this.#onData).off('end', this.#onEnd);
    request.off('close', this.#onClose).off('error', this.#onClose);
    done(error);
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#idle.restart();
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#limits.maxBodyBytes) this.destroy(tooLarge(this.#limits.maxBodyBytes));
    else if (!this.push(chunk)) this.#pause();
  };

  /** While nobody reads, the client is not the one who is late. */
  #pause(): void {
    this.#idle.stop();
    this.#request.pause();
  }

  readonly #onEnd = (): void => {
    this.#idle.stop();
    this.push(null);
  };

  readonly #onClose = (): void => {
    if (!this.#request.complete) this.destroy(brokeOff());
  };
}
