import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError } from './http-error';
import type { Metrics } from './metrics';
import type { Operation } from './operation';
import { Reply } from './reply';
import type { RouteTable } from './route-table';
import { isBodyPending, sendEarlyReply, sendReply } from './send-reply';
import type { ServiceState } from './service-state';

/** The collaborators of a {@link RequestHandler}. */
export interface RequestHandlerParts {
  readonly operations: RouteTable<Operation>;
  readonly state: ServiceState;
  readonly metrics: Metrics;
  /** Gets what a handler threw and no client may see. */
  readonly onError: (error: unknown) => void;
}

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
    let operation: Operation | undefined;
    metrics.start();
    response.once('close', () => metrics.end(operation, response.statusCode, performance.now() - startedAt));
    response.on('error', this.#parts.onError);
    echoRequestId(request, response);
    try {
      operation = this.#parts.operations.find(request.method ?? '', request.url ?? '');
    } catch (error) {
      this.#send(request, response, this.#errorReply(error));
      return;
    }
    operation.run(request, response).then(
      (result) => this.#send(request, response, result instanceof Reply ? result : Reply.json(result)),
      (error: unknown) => this.#send(request, response, this.#errorReply(error)),
    );
  }

  #send(request: IncomingMessage, response: ServerResponse, reply: Reply): void {
    if (response.destroyed) return;
    if (this.#parts.state.phase.name === 'draining') response.shouldKeepAlive = false;
    if (isBodyPending(request)) sendEarlyReply(request, response, reply);
    else sendReply(response, reply);
  }

  #errorReply(error: unknown): Reply {
    if (error instanceof HttpError) {
      return Reply.json({ error: error.message, code: error.code }, error.status, error.headers);
    }
    this.#parts.onError(error);
    return Reply.json({ error: 'the service failed on this request', code: 'internal' }, 500);
  }
}

function echoRequestId(request: IncomingMessage, response: ServerResponse): void {
  const id = request.headers['x-request-id'];
  if (typeof id === 'string' && id.length <= 200) response.setHeader('x-request-id', id);
}
