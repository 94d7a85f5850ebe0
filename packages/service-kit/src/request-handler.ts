import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError, publicError } from './http-error';
import type { Metrics } from './metrics';
import type { Operation } from './operation';
import { Reply } from './reply';
import type { HandlerResult } from './route';
import type { Match, RouteTable } from './route-table';
import { dropReply, isBodyPending, isBytes, sendEarlyReply, sendReply } from './send-reply';
import type { ServiceState } from './service-state';

/** The collaborators of a {@link RequestHandler}. */
export interface RequestHandlerParts {
  readonly operations: RouteTable<Operation>;
  readonly state: ServiceState;
  readonly metrics: Metrics;
  /** Gets what a handler threw and no client may see. */
  readonly onError: (error: unknown) => void;
  /** How long a client may leave a streamed answer unread. */
  readonly idleTimeoutMs: number;
}

/** What the metrics count for a client that did not wait for its answer. */
const CLIENT_GONE = 499;
const MAX_LISTENERS = 30;

/** Answers every request, whatever happens in a handler. */
export class RequestHandler {
  readonly #parts: RequestHandlerParts;

  constructor(parts: RequestHandlerParts) {
    this.#parts = parts;
  }

  /** Never throws. */
  handle(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = performance.now();
    const { metrics } = this.#parts;
    let match: Match<Operation> | undefined;
    metrics.start();
    response.once('close', () => {
      const status = response.writableFinished ? response.statusCode : CLIENT_GONE;
      metrics.end(match?.route, status, performance.now() - startedAt);
    });
    // the kit itself, the stream of an answer and the signal of a handler all want to know when it closes
    response.setMaxListeners(MAX_LISTENERS);
    response.on('error', this.#parts.onError);
    echoRequestId(request, response);
    try {
      match = this.#parts.operations.find(request.method ?? '', request.url ?? '');
    } catch (error) {
      this.#send(request, response, this.#errorReply(error, response));
      return;
    }
    match.route
      .run(request, response, match.params)
      .then(toReply)
      .catch((error: unknown) => this.#errorReply(error, response))
      .then((reply) => this.#send(request, response, reply))
      .catch((error: unknown) => {
        this.#parts.onError(error);
        response.destroy();
      });
  }

  #send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
    if (response.destroyed) {
      dropReply(reply);
      return;
    }
    if (this.#parts.state.phase.name === 'draining') response.shouldKeepAlive = false;
    if (isBytes(reply) && isBodyPending(request)) sendEarlyReply(request, response, reply);
    else sendReply(response, reply, this.#parts);
  }

  #errorReply(error: unknown, response: ServerResponse): Reply {
    const isBrokenOff = response.destroyed && error instanceof Error && error.name === 'AbortError';
    if (!(error instanceof HttpError) && !isBrokenOff) this.#parts.onError(error);
    const shown = publicError(error);
    return Reply.json(shown.toJSON(), shown.status, shown.headers);
  }
}

function toReply(result: HandlerResult): Reply {
  return result instanceof Reply ? result : Reply.json(result);
}

function echoRequestId(request: IncomingMessage, response: ServerResponse): void {
  const id = request.headers['x-request-id'];
  if (typeof id === 'string' && id.length <= 200) response.setHeader('x-request-id', id);
}
