import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';
import { inspect } from 'node:util';

/** What Jest and Vitest want of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** Collects where something is not what was expected, for a message that says all of it. */
export class Comparison {
  readonly #matcher: string;
  readonly #expected: object;
  readonly #differences: string[] = [];
  #found = '';

  /** @throws `MC_OPTIONS_INVALID` for an expectation that the matcher does not know: it would never fail. */
  constructor(matcher: string, expected: object, names: readonly string[]) {
    this.#matcher = matcher;
    this.#expected = expected;
    for (const name of Object.keys(expected)) {
      if (names.includes(name)) continue;
      throw new MediaConduitError('MC_OPTIONS_INVALID', `${matcher} does not know "${name}".`, {
        hint: didYouMean(name, names) ?? `it knows ${names.join(', ')}`,
        facts: { name, names },
      });
    }
  }

  /** What was found, for the message. */
  found(what: string): this {
    this.#found = what;
    return this;
  }

  differs(difference: string): this {
    this.#differences.push(difference);
    return this;
  }

  /** Nothing is compared without an expectation. */
  same(name: string, found: unknown, expected: unknown): this {
    return expected === undefined || found === expected ? this : this.#differs(name, found, inspect(expected));
  }

  near(name: string, found: number | undefined, expected: number | undefined, tolerance: number): this {
    if (expected === undefined) return this;
    const isNear = found !== undefined && Math.abs(found - expected) <= tolerance;
    return isNear ? this : this.#differs(name, found, `${expected} (± ${tolerance})`);
  }

  toResult(): MatcherResult {
    const pass = this.#differences.length === 0;
    const call = Object.keys(this.#expected).length === 0 ? '' : inspect(this.#expected, { breakLength: Infinity });
    const lines = pass ? ['It is all of that.'] : this.#differences.map((difference) => `- ${difference}`);
    const message = [`expect(received)${pass ? '.not' : ''}.${this.#matcher}(${call})`, '', this.#found, ...lines];
    return { pass, message: () => message.join('\n') };
  }

  #differs(name: string, found: unknown, expected: string): this {
    return this.differs(
      `${name}: ${found === undefined ? 'not to be measured' : inspect(found)} instead of ${expected}`,
    );
  }
}
