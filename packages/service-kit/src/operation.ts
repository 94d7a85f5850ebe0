import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestContext } from './request-context';
import type { BodyLimits } from './request-body';
import type { HandlerResult, Route } from './route';
import type { PathParameters } from './route-table';

/** A route made ready to run: reads and checks the body, calls the handler, says how long the work took. */
export class Operation {
  readonly method: string;
  readonly path: string;
  readonly #route: Route;
  readonly #limits: BodyLimits;
  readonly #reportError: (error: unknown) => void;

  /** `reportError` gets what a handler found wrong and no client may see. */
  constructor(route: Route, limits: BodyLimits, reportError: (error: unknown) => void) {
    this.method = route.method;
    this.path = route.path;
    this.#route = route;
    this.#limits = { idleTimeoutMs: limits.idleTimeoutMs, maxBodyBytes: route.maxBodyBytes ?? limits.maxBodyBytes };
    this.#reportError = reportError;
  }

  /** Sets `server-timing` to the time of the handler, without the upload unless the handler reads it. */
  async run(request: IncomingMessage, response: ServerResponse, params: PathParameters): Promise<HandlerResult> {
    const body = await this.#route.body?.read(request, response, this.#limits);
    const startedAt = performance.now();
    try {
      const parts = { body, params, reportError: this.#reportError };
      return await this.#route.handle(new RequestContext<unknown>(request, response, parts));
    } finally {
      response.setHeader('server-timing', `compute;dur=${(performance.now() - startedAt).toFixed(3)}`);
    }
  }
}
