import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import type { ReceivedRequest } from '../exchange/noting-server';
import type { FakeAnswer } from './fake-answer';
import { InOrder } from './in-order';

/** A request with what stood for `{name}` in the path of its route. */
export interface FakeRequest extends ReceivedRequest {
  readonly params: Readonly<Record<string, string>>;
}

/** An answer, several of which one is given per request and the last one for ever, or a function that makes them. */
export type FakeRoute =
  FakeAnswer | readonly FakeAnswer[] | ((request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>);

/** Answers by `METHOD /path/{name}`, without query; the first that fits counts. */
export type FakeRoutes = Readonly<Record<string, FakeRoute>>;

interface Route {
  readonly key: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly answers: FakeRoute;
}

/** What a fake service answers to what. */
export class RouteTable {
  readonly #routes: readonly Route[];
  readonly #inOrder = new InOrder<FakeAnswer>();

  /** @throws `MC_OPTIONS_INVALID` for a key that is no method and path. */
  constructor(routes: FakeRoutes) {
    this.#routes = Object.entries(routes).map(([key, answers]) => toRoute(key, answers));
  }

  /** `undefined` when nothing is declared for the request. */
  async answerTo(request: ReceivedRequest): Promise<FakeAnswer | undefined> {
    const path = pathOf(request);
    for (const { answers, key, method, pattern } of this.#routes) {
      const match = method === request.method ? pattern.exec(path) : null;
      if (!match) continue;
      if (typeof answers === 'function') return answers({ ...request, params: decoded(match.groups) });
      return this.#inOrder.next(key, answers) ?? {};
    }
    return undefined;
  }

  /** What is declared, and what may have been meant. */
  explain(request: ReceivedRequest): string {
    const keys = this.#routes.map(({ key }) => key);
    const near = didYouMean(`${request.method} ${pathOf(request)}`, keys);
    return [`declared: ${keys.join(', ') || 'nothing'}`, ...(near === undefined ? [] : [near])].join('; ');
  }
}

function pathOf({ path }: ReceivedRequest): string {
  return path.split('?')[0] ?? '';
}

function toRoute(key: string, answers: FakeRoute): Route {
  const [, method, path] = /^([A-Z]+) (\/[^\s?]*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined) {
    throw new MediaConduitError('MC_OPTIONS_INVALID', `"${key}" is no method and path.`, {
      hint: 'write it like "POST /v1/speech" or "GET /jobs/{id}", without a query',
      facts: { key },
    });
  }
  const literal = path.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  const pattern = new RegExp(`^${literal.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return { key, method, pattern, answers };
}

function decoded(groups: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}
