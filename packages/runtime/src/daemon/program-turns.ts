import { toMediaConduitError } from '@mediaconduit/sdk';
import { onAbort } from '../service/on-abort';
import { LineQueue } from './line-queue';
import type { TurnLine, TurnRequest } from './protocol';
import { toWireError } from './wire-error';

/** Waits for a place among the calls to a service, until the signal; what it resolves to gives it back. */
type EnterService = (service: string, signal: AbortSignal) => Promise<() => void>;

/** The turns of one program, which it has numbered: those that it waits for, and those that it has. */
export class ProgramTurns {
  readonly #answers = new LineQueue<TurnLine>();
  /** What ends each. */
  readonly #turns = new Map<number, () => void>();
  #isOver = false;

  constructor(private readonly enter: EnterService) {}

  /** Goes on until the program is done, or the signal; every turn ends then. @throws what the requests throw. */
  async *answer(requests: AsyncIterable<TurnRequest>, signal: AbortSignal): AsyncGenerator<TurnLine, void, void> {
    const forget = onAbort(signal, () => this.#answers.end());
    void this.#read(requests);
    try {
      yield* this.#answers;
    } finally {
      forget();
      this.#isOver = true; // requests may still come
      for (const end of this.#turns.values()) end();
    }
  }

  async #read(requests: AsyncIterable<TurnRequest>): Promise<void> {
    try {
      for await (const request of requests) {
        if (this.#isOver) return;
        if (request.type === 'enter') void this.#take(request);
        else this.#end(request.turn);
      }
      this.#answers.end();
    } catch (thrown) {
      this.#answers.fail(toMediaConduitError(thrown));
    }
  }

  /** Never rejects. */
  async #take({ service, turn }: Extract<TurnRequest, { readonly type: 'enter' }>): Promise<void> {
    this.#end(turn); // of a program that numbers two alike
    const waiting = new AbortController();
    this.#turns.set(turn, () => waiting.abort());
    try {
      const leave = await this.enter(service, waiting.signal);
      if (waiting.signal.aborted) return leave();
      this.#turns.set(turn, leave);
      this.#answers.push({ type: 'turn', turn });
    } catch (thrown) {
      if (waiting.signal.aborted) return;
      this.#turns.delete(turn);
      this.#answers.push({ type: 'refused', turn, error: toWireError(thrown) });
    }
  }

  #end(turn: number): void {
    const end = this.#turns.get(turn);
    this.#turns.delete(turn);
    end?.();
  }
}
