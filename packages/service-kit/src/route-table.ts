import { HttpError } from './http-error';

/** What a request is looked up by. */
export interface Routed {
  readonly method: string;
  /** Path without query; `{name}` stands for one segment. */
  readonly path: string;
}

/** What stands in a path for the names of a route. */
export type PathParameters = Readonly<Record<string, string>>;

/** The route of a request, and what its path says. */
export interface Match<R> {
  readonly route: R;
  readonly params: PathParameters;
}

/** All methods of one path. */
interface Entry<R> {
  readonly segments: readonly string[];
  readonly methods: Map<string, R>;
}

const NO_PARAMETERS: PathParameters = Object.freeze({});

/** Finds what answers a request; `HEAD` is answered as `GET`. A path without parameters wins over one with. */
export class RouteTable<R extends Routed> {
  readonly #entries = new Map<string, Entry<R>>();
  readonly #patterns: Entry<R>[] = [];

  constructor(routes: Iterable<R>) {
    for (const route of routes) {
      const { methods } = this.#entries.get(route.path) ?? this.#add(route.path);
      methods.set(route.method, route);
      if (route.method === 'GET') methods.set('HEAD', route);
    }
  }

  /** @throws {@link HttpError} 400 for a target that is not a plain path, 404 and 405 with `allow`. */
  find(method: string, target: string): Match<R> {
    const path = pathOf(target);
    const { methods, params } = this.#lookUp(path);
    const route = methods.get(method);
    if (route) return { route, params };
    const allow = [...methods.keys()].join(', ');
    throw new HttpError(405, `${path} takes ${allow}, not ${method}`, {
      code: 'method-not-allowed',
      headers: { allow },
    });
  }

  #add(path: string): Entry<R> {
    const entry = { segments: path.split('/'), methods: new Map<string, R>() };
    this.#entries.set(path, entry);
    if (parameterNames(path).length > 0) this.#patterns.push(entry);
    return entry;
  }

  #lookUp(path: string): { methods: Map<string, R>; params: PathParameters } {
    const exact = this.#entries.get(path);
    if (exact) return { methods: exact.methods, params: NO_PARAMETERS };
    const segments = path.split('/');
    for (const { segments: pattern, methods } of this.#patterns) {
      const params = matchSegments(pattern, segments);
      if (params) return { methods, params };
    }
    throw new HttpError(404, `no route ${path}`, { code: 'not-found' });
  }
}

/** The names in a path: `/outputs/{name}` has one. */
export function parameterNames(path: string): string[] {
  return path.split('/').flatMap((segment) => nameOf(segment) ?? []);
}

function nameOf(segment: string): string | undefined {
  return segment.startsWith('{') && segment.endsWith('}') ? segment.slice(1, -1) : undefined;
}

function matchSegments(pattern: readonly string[], segments: readonly string[]): PathParameters | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const name = nameOf(expected);
    if (name === undefined ? expected !== segment : segment === '') return undefined;
    if (name !== undefined) params[name] = decoded(segment);
  }
  return params;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError(400, 'the path is not valid percent-encoding', { code: 'bad-target' });
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
