import type { StreamEvent } from '@mediaconduit/sdk';
import { brokenWire } from './wire/wire-errors';

/** Events of one stream that may wait for their reader. */
const WINDOW = 64;

/** The events of a stream of another process, which sends no more than its reader takes. */
export class EventQueue {
  readonly #events: { readonly value: StreamEvent }[] = [];
  #taken = 0;
  #take: ((count: number) => void) | undefined;
  #wake: (() => void) | undefined;
  #isOver = false;

  /** The stream has begun. */
  start(take: (count: number) => void): void {
    this.#take = take;
    take(WINDOW);
  }

  /** Whatever the stream gives, as in this process. @throws `MC_PROVIDER_CRASHED` for one that was not asked for. */
  push(event: unknown): void {
    if (this.#events.length >= WINDOW) throw brokenWire('it sent an event that nobody asked for');
    this.#events.push({ value: event as StreamEvent });
    this.#wake?.();
  }

  /** Nothing more will come. */
  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  /** `undefined` at the end. */
  async next(): Promise<{ readonly value: StreamEvent } | undefined> {
    while (this.#events.length === 0 && !this.#isOver) await new Promise<void>((resolve) => (this.#wake = resolve));
    const event = this.#events.shift();
    if (event && ++this.#taken >= WINDOW / 2) {
      this.#take?.(this.#taken);
      this.#taken = 0;
    }
    return event;
  }
}
