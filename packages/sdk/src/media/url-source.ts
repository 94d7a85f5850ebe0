import { basename } from 'node:path';
import { isMediaConduitError } from '../error/mediaconduit-error';
import { messageOf } from '../error/to-error';
import { throwIfAborted } from './call-aborted';
import { collectHead } from './collect-bytes';
import { HEAD_BYTES, type MediaSource, type ReadOptions } from './media-source';
import { MediaStream } from './media-stream';
import { fetchFailed, openUrl, showUrl } from './open-url';

/** An http(s) URL, requested anew for every reading. */
export class UrlSource implements MediaSource {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>> | undefined;

  constructor(url: URL, headers?: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
  }

  get fileName(): string {
    return basename(this.#url.pathname);
  }

  open(options?: ReadOptions): MediaStream {
    const open = (signal: AbortSignal) => openUrl(this.#url, { method: 'GET', headers: this.#headers, signal });
    return new MediaStream({ open, toError: (thrown) => this.#toError(thrown) }, options?.signal);
  }

  peek(options?: ReadOptions): Promise<Buffer> {
    return collectHead(this.open(options), HEAD_BYTES);
  }

  /** Asks the server with HEAD; many do not answer that, which is no fault of the URL. */
  async sizeBytes(options?: ReadOptions): Promise<number | undefined> {
    try {
      const response = await openUrl(this.#url, { method: 'HEAD', headers: this.#headers, signal: options?.signal });
      response.destroy();
      const length = response.headers['content-length'];
      return length === undefined ? undefined : Number(length);
    } catch (thrown) {
      if (isMediaConduitError(thrown, 'MC_MEDIA_FETCH_FAILED')) return undefined;
      throw thrown;
    }
  }

  async check(options?: ReadOptions): Promise<void> {
    throwIfAborted(options?.signal);
  }

  describe(): Readonly<Record<string, unknown>> {
    return { from: 'url', url: showUrl(this.#url) };
  }

  #toError(thrown: unknown) {
    if (isMediaConduitError(thrown)) return thrown;
    return fetchFailed(this.#url, `broke off: ${messageOf(thrown)}`, { cause: thrown });
  }
}
