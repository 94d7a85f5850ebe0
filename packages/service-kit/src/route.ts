import type { Reply } from './reply';
import type { RequestBody } from './request-body';
import type { RequestContext } from './request-context';

/** What a handler may answer: a {@link Reply}, or any value that JSON can carry (status 200). */
export type HandlerResult = Reply | object | string | number | boolean | null;

/** One operation of a service. `context.body` is what `body` makes of the request's body, checked before `handle` is called. */
export interface Route<Body = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `/transform`; `{name}` stands for one whole segment: `/outputs/{name}`, which `context.params` then holds. */
  readonly path: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
  /** A route without one takes no body. */
  readonly body?: RequestBody<Body>;
  /** JSON Schema (2020-12) of the answer, for the OpenAPI document; answers are not checked. */
  readonly reply?: object;
  /** Largest body in bytes. Default: the limit of the service. */
  readonly maxBodyBytes?: number;
  handle(context: RequestContext<Body>): HandlerResult | Promise<HandlerResult>;
}

/** Lets TypeScript infer the type of the body from `route.body`. */
export function defineRoute<Body>(route: Route<Body>): Route<Body> {
  return route;
}
