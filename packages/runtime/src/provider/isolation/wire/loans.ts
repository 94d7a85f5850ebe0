import type { BinaryMedia } from '@mediaconduit/sdk';

/** The media values of one call: they are lent until it ends. */
export interface LoanScope {
  /** Numbers of what this side lent for the call. */
  readonly lent: number[];
  /** What came from the other side for the call, by the number that it goes by there. */
  readonly received: Map<object, number>;
  /** Numbers of the streams of bytes that this side opened for the call. */
  readonly streams: number[];
}

/** For a call that begins. */
export function createScope(): LoanScope {
  return { lent: [], received: new Map(), streams: [] };
}

/**
 * Media values whose bytes stay here while the other process has a value that stands for them: of a call until it ends, of
 * a result until the other side has forgotten it.
 */
export class Loans {
  readonly #lent = new Map<number, BinaryMedia>();
  readonly #received = new WeakMap<object, number>();
  readonly #forgotten: FinalizationRegistry<number>;
  #next = 0;

  /** @param onForgotten a value that the other side lent is not used here any more. */
  constructor(onForgotten: (loan: number) => void) {
    this.#forgotten = new FinalizationRegistry(onForgotten);
  }

  get count(): number {
    return this.#lent.size;
  }

  lend(media: BinaryMedia, scope?: LoanScope): number {
    const loan = ++this.#next;
    this.#lent.set(loan, media);
    scope?.lent.push(loan);
    return loan;
  }

  /** What was lent under this number; `undefined` when it was taken back. */
  get(loan: number): BinaryMedia | undefined {
    return this.#lent.get(loan);
  }

  /** Notes what the other side has lent. */
  receive(media: object, loan: number, scope?: LoanScope): void {
    if (scope) scope.received.set(media, loan);
    else {
      this.#received.set(media, loan);
      this.#forgotten.register(media, loan, media);
    }
  }

  /** The number under which the other side has this very value. */
  numberOf(media: object, scope?: LoanScope): number | undefined {
    return scope?.received.get(media) ?? this.#received.get(media);
  }

  release(loan: number): void {
    this.#lent.delete(loan);
  }

  /** The call is over. */
  end(scope: LoanScope): void {
    for (const loan of scope.lent) this.release(loan);
  }

  clear(): void {
    this.#lent.clear();
  }
}
