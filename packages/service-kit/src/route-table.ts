import { HttpError } from './http-error';

/** What a request is looked up by. */
export interface Routed {
  readonly method: string;
  /** Exact path without query. */
  readonly path: string;
}

/** Finds what answers a request; `HEAD` is answered as `GET`. */
export class RouteTable<R extends Routed> {
  readonly #methodsByPath = new Map<string, Map<string, R>>();

  constructor(routes: Iterable<R>) {
    for (const route of routes) {
      const methods = this.#methodsByPath.get(route.path) ?? new Map<string, R>();
      methods.set(route.method, route);
      if (route.method === 'GET') methods.set('HEAD', route);
      this.#methodsByPath.set(route.path, methods);
    }
  }

  /** @throws {@link HttpError} 400 for a target that is not a plain path, 404 and 405 with `allow`. */
  find(method: string, target: string): R {
    const path = pathOf(target);
    const methods = this.#methodsByPath.get(path);
    if (!methods) throw new HttpError(404, `no route ${path}`, { code: 'not-found' });
    const route = methods.get(method);
    if (route) return route;
    const allow = [...methods.keys()].join(', ');
    throw new HttpError(405, `${path} takes ${allow}, not ${method}`, {
      code: 'method-not-allowed',
      headers: { allow },
    });
  }
}

/** Absolute-form and `//host` targets are refused: a proxy or URL parser on the way could read another host from them. */
function pathOf(target: string): string {
  if (!target.startsWith('/') || target.startsWith('//')) {
    throw new HttpError(400, 'the request target must be a path', { code: 'bad-target' });
  }
  const mark = target.indexOf('?');
  return mark < 0 ? target : target.slice(0, mark);
}
