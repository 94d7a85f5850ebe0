import { nearestNames } from '@mediaconduit/sdk';
import type { Exchange } from './exchange';
import { findDifference, type RequestToMatch } from './find-difference';

/** Which recorded exchange a request gets, and what is said when it gets none. */
export class AnswerBook {
  readonly #exchanges: readonly Exchange[];
  readonly #strict: boolean;
  readonly #used = new Set<Exchange>();

  /** @param strict each exchange answers once; else the last one that fits answers for ever. */
  constructor(exchanges: readonly Exchange[], strict: boolean) {
    this.#exchanges = exchanges;
    this.#strict = strict;
  }

  /** The exchanges that answered nothing so far. */
  get unused(): readonly Exchange[] {
    return this.#exchanges.filter((exchange) => !this.#used.has(exchange));
  }

  /** The first one that fits and was not used yet. */
  take(request: RequestToMatch): Exchange | undefined {
    const fitting = this.#exchanges.filter((exchange) => findDifference(exchange.request, request) === undefined);
    const next = fitting.find((exchange) => !this.#used.has(exchange)) ?? (this.#strict ? undefined : fitting.at(-1));
    if (next) this.#used.add(next);
    return next;
  }

  /** The recorded exchange that is most like the request, and where it differs. */
  explain(request: RequestToMatch): string {
    const asked = nameOf(request);
    const same = this.#exchanges.filter((exchange) => nameOf(exchange.request) === asked);
    const nearest = same.find((exchange) => !this.#used.has(exchange)) ?? same[0];
    if (nearest)
      return findDifference(nearest.request, request) ?? 'every exchange that fits was used already (strict)';
    const names = [...new Set(this.#exchanges.map(({ request: recorded }) => nameOf(recorded)))];
    const near = nearestNames(asked, names);
    return `recorded: ${(near.length > 0 ? near : names).join(', ') || 'nothing'}`;
  }
}

/** `POST /api/chat`, without the query. */
function nameOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path.split('?')[0] ?? ''}`;
}
