import { MediaConduitError } from '@mediaconduit/sdk';
import { onAbort } from '../service/on-abort';
import { LineQueue } from './line-queue';
import type { TurnLine, TurnRequest } from './protocol';
import { fromWireError } from './wire-error';

/** Sends requests as they come and answers with what is answered, until the signal. */
export type AskForTurns = (requests: AsyncIterable<TurnRequest>, signal: AbortSignal) => AsyncIterable<TurnLine>;

/** A turn that is waited for. */
interface Asked {
  readonly grant: () => void;
  readonly refuse: (error: unknown) => void;
}

/** One connection to a supervisor for all turns of this program, which end with it. */
export class TurnConnection {
  readonly #requests = new LineQueue<TurnRequest>();
  readonly #asked = new Map<number, Asked>();
  readonly #closed = new AbortController();
  #last = 0;
  #end: { readonly error: unknown } | undefined;

  constructor(ask: AskForTurns) {
    void this.#read(ask(this.#requests, this.#closed.signal));
  }

  /** True from its end on. */
  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /**
   * Waits for a place; the returned function gives it back.
   * @throws why the supervisor refuses it, or why the connection has ended; the reason of the signal.
   */
  async enter(service: string, signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#end) throw this.#end.error;
    const turn = (this.#last += 1);
    const leave = (): void => this.#requests.push({ type: 'leave', turn });
    let forget = (): void => undefined;
    const answered = new Promise<() => void>((resolve, reject) => {
      this.#asked.set(turn, { grant: () => resolve(leave), refuse: reject });
      forget = onAbort(signal, () => {
        leave();
        reject(signal?.reason as Error);
      });
    });
    this.#requests.push({ type: 'enter', turn, service });
    return answered.finally(() => {
      this.#asked.delete(turn);
      forget();
    });
  }

  close(): void {
    this.#closed.abort();
  }

  async #read(answers: AsyncIterable<TurnLine>): Promise<void> {
    try {
      for await (const answer of answers) {
        const asked = this.#asked.get(answer.turn); // not that of a call that was given up meanwhile
        if (answer.type === 'turn') asked?.grant();
        else asked?.refuse(fromWireError(answer.error));
      }
      this.#over(endedError());
    } catch (thrown) {
      this.#over(thrown);
    }
  }

  #over(error: unknown): void {
    this.#end = { error };
    this.#requests.end();
    this.#closed.abort(); // the supervisor may still hear us
    for (const { refuse } of this.#asked.values()) refuse(error);
  }
}

function endedError(): MediaConduitError {
  return new MediaConduitError('MC_SUPERVISOR_UNREACHABLE', 'The supervisor gives no turns any more.', {
    hint: 'mediaconduit up starts one',
  });
}
