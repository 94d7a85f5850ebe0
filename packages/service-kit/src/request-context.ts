import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PathParameters } from './route-table';

/** What a {@link RequestContext} has beside the request itself. */
export interface RequestParts<Body> {
  readonly body: Body;
  readonly params: PathParameters;
  readonly reportError: (error: unknown) => void;
}

/** What a handler gets: the checked body and what it needs to know about the request. */
export class RequestContext<Body = undefined> {
  readonly body: Body;
  /** What stands in the path for `{name}` of the route, decoded. */
  readonly params: PathParameters;
  /** Gives the service's `onError` what happened and no client may see. */
  readonly reportError: (error: unknown) => void;
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  #controller: AbortController | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, parts: RequestParts<Body>) {
    this.#request = request;
    this.#response = response;
    this.body = parts.body;
    this.params = parts.params;
    this.reportError = parts.reportError;
  }

  /** `HEAD` too, where the route says `GET`. */
  get method(): string {
    return this.#request.method ?? '';
  }

  /** The headers of the request, names in lower case. */
  get headers(): IncomingMessage['headers'] {
    return this.#request.headers;
  }

  /** Parsed at every use: keep it when you read it twice. */
  get query(): URLSearchParams {
    const target = this.#request.url ?? '';
    const mark = target.indexOf('?');
    return new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  }

  /** Aborts when the client goes away before it has its answer, and when the service ends. Made at the first use. */
  get signal(): AbortSignal {
    if (this.#controller) return this.#controller.signal;
    const controller = new AbortController();
    this.#controller = controller;
    const stop = (): void => {
      if (!this.#response.writableFinished) controller.abort();
    };
    if (this.#response.destroyed) stop();
    else this.#response.once('close', stop);
    return controller.signal;
  }
}
