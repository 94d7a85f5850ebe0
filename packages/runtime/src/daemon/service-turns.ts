import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import type { ResolvedService } from '../config/resolved-stack';
import { Bulkhead } from '../resilience/bulkhead';
import { ProgramTurns } from './program-turns';
import type { TurnLine, TurnRequest } from './protocol';

/** The places for calls to the services of one stack, which all programs share. */
export class ServiceTurns {
  readonly #bulkheads = new Map<string, Bulkhead>();
  readonly #closed = new AbortController();

  /** @param nameOf the name of the service with this id or name. */
  constructor(private readonly nameOf: (service: string) => string | undefined) {}

  configure(services: readonly Pick<ResolvedService, 'name' | 'bulkhead'>[]): void {
    const present = new Set(services.map(({ name }) => name));
    for (const [name, bulkhead] of this.#bulkheads) {
      if (present.has(name)) continue;
      bulkhead.configure({}); // who waits is let go
      this.#bulkheads.delete(name);
    }
    // how many may wait is for each program to say: here comes only what has a place there
    for (const { name, bulkhead } of services) this.#of(name).configure({ ...bulkhead, waiting: Infinity });
  }

  /** Answers what one program asks, until it is done, the signal, or `close`. @throws the reason of the two latter. */
  async *lines(requests: AsyncIterable<TurnRequest>, signal: AbortSignal): AsyncGenerator<TurnLine, void, void> {
    const over = anySignal([signal, this.#closed.signal]);
    const program = new ProgramTurns((service, left) => this.#enter(service, left));
    yield* program.answer(requests, over);
    over.throwIfAborted();
  }

  /** Nobody is kept waiting any more, or has a place. */
  close(): void {
    this.#closed.abort();
  }

  /** @throws `MC_SERVICE_NOT_FOUND` */
  async #enter(service: string, signal: AbortSignal): Promise<() => void> {
    const bulkhead = this.#bulkheads.get(this.nameOf(service) ?? service);
    if (!bulkhead) throw unknownService(service);
    return bulkhead.enter(signal);
  }

  #of(service: string): Bulkhead {
    const bulkhead = this.#bulkheads.get(service) ?? new Bulkhead({ name: service });
    this.#bulkheads.set(service, bulkhead);
    return bulkhead;
  }
}

function unknownService(service: string): MediaConduitError {
  return new MediaConduitError('MC_SERVICE_NOT_FOUND', `The stack has no service "${service}".`, {
    hint: 'it may have been taken out of the stack file: mediaconduit status lists those that there are',
    facts: { service },
  });
}
