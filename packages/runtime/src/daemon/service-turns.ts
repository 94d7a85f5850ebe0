import { once } from 'node:events';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ResolvedService } from '../config/resolved-stack';
import { Bulkhead } from '../resilience/bulkhead';
import type { TurnLine } from './protocol';

/** The places for calls to the services of one stack, which all programs share. */
export class ServiceTurns {
  readonly #bulkheads = new Map<string, Bulkhead>();

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

  /** A line when there is a place, which is held until the signal. @throws `MC_SERVICE_NOT_FOUND` */
  async *lines(service: string, signal: AbortSignal): AsyncGenerator<TurnLine, void, void> {
    const bulkhead = this.#bulkheads.get(service);
    if (!bulkhead) throw unknownService(service);
    const leave = await bulkhead.enter(signal);
    try {
      yield { type: 'turn' };
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      leave();
    }
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
