import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodySchema } from './define-body';
import { parseJsonBody } from './parse-json-body';
import { readBody } from './read-body';
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

  /** Sets `server-timing` to the time of the handler alone, without the upload. */
  async run(request: IncomingMessage, response: ServerResponse): Promise<HandlerResult> {
    const schema = this.#route.body;
    const body = schema ? await this.#readBody(request, response, schema) : undefined;
    const startedAt = performance.now();
    const result = await this.#route.handle(new RequestContext<unknown>(request, response, body));
    response.setHeader('server-timing', `compute;dur=${(performance.now() - startedAt).toFixed(3)}`);
    return result;
  }

  async #readBody(request: IncomingMessage, response: ServerResponse, schema: BodySchema): Promise<unknown> {
    const bytes = await readBody(request, response, this.#maxBodyBytes);
    return schema.parse(parseJsonBody(bytes, request.headers));
  }
}
