import type { ReadOptions } from '@mediaconduit/sdk';

/** Bytes that stay in this process while the other one has a value that stands for them. */
export interface LentBytes {
  stream(): AsyncIterable<unknown>;
  sizeBytes(options: ReadOptions): Promise<number | undefined>;
}

/** What one call has brought along. */
export interface LoanScope {
  /** Numbers of values in memory of this side: the other one can return them until the call ends. */
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

/** Whoever can still read a lent value holds it: when nobody does, the value goes back. */
export class LoanHold {
  constructor(readonly loan: number) {}
}

/** The values that one side has lent, and those that it has received. */
export class Loans {
  readonly #lent = new Map<number, object>();
  readonly #received = new WeakMap<object, number>();
  readonly #forgotten = new FinalizationRegistry<number>((loan) => this.#forget(loan));
  #held = 0;
  #next = 0;

  /** @param onForgotten nobody here can read any more what the other side lent under this number. */
  constructor(private readonly onForgotten: (loan: number) => void) {}

  /** How much of the other side can still be read here. */
  get heldCount(): number {
    return this.#held;
  }

  get count(): number {
    return this.#lent.size;
  }

  /** Until the end of the scope; without one, until the other side has forgotten it. */
  lend(value: object, scope?: LoanScope): number {
    const loan = ++this.#next;
    this.#lent.set(loan, value);
    scope?.lent.push(loan);
    return loan;
  }

  /** The very value that was lent; `undefined` when it was taken back. */
  get(loan: number): object | undefined {
    return this.#lent.get(loan);
  }

  /** Its bytes. */
  bytesOf(loan: number): LentBytes | undefined {
    const value = this.#lent.get(loan);
    return value && 'sizeBytes' in value && 'stream' in value ? (value as LentBytes) : undefined;
  }

  /** Notes what the other side has lent. */
  receive(value: object, loan: number, scope?: LoanScope): void {
    if (scope) scope.received.set(value, loan);
    else this.#received.set(value, loan);
  }

  /** For all that can read a value which the other side has lent. */
  hold(loan: number): LoanHold {
    const hold = new LoanHold(loan);
    this.#held++;
    this.#forgotten.register(hold, loan, hold);
    return hold;
  }

  /** Nobody will read it again, although the value may still be there. */
  drop(hold: LoanHold): void {
    if (this.#forgotten.unregister(hold)) this.#forget(hold.loan);
  }

  #forget(loan: number): void {
    this.#held--;
    this.onForgotten(loan);
  }

  /** The number under which the other side has this very value. */
  numberOf(value: object, scope?: LoanScope): number | undefined {
    return scope?.received.get(value) ?? this.#received.get(value);
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
