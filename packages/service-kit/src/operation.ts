import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestContext } from './request-context';
import type { HandlerResult, Route } from './route';

/** A route made ready to run: reads and checks the body, calls the handler, says how long the work took. */
export class Operation {
  readonly method: string;
  readonly path: string;
  readonly #route: Route;
  readonly #maxBodyBytes: number;

  constructor(route: Route, maxBodyBytes: number) {
    this.method = route.method;
    this.path = route.path;
    this.#route = route;
    this.#maxBodyBytes = route.maxBodyBytes ?? maxBodyBytes;
  }

  /** Sets `server-timing` to the time of the handler, without the upload unless the handler reads it. */
  async run(request: IncomingMessage, response: ServerResponse): Promise<HandlerResult> {
    const body = await this.#route.body?.read(request, response, this.#maxBodyBytes);
    const startedAt = performance.now();
    try {
      return await this.#route.handle(new RequestContext<unknown>(request, response, body));
    } finally {
      response.setHeader('server-timing', `compute;dur=${(performance.now() - startedAt).toFixed(3)}`);
    }
  }
}
