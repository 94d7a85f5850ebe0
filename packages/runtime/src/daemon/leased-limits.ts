import type { Bulkhead } from '../resilience/bulkhead';
import type { Enter } from '../resilience/call-gate';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import type { CallLimits } from './protocol';

/** What spares a leased service, in this program. */
export interface LeasedLimitsParts {
  readonly breaker: CircuitBreaker;
  /** Made where one is wanted; else the one that there is, also from an earlier run. */
  readonly bulkhead: (isWanted: boolean) => Bulkhead | undefined;
  readonly enter: Enter;
}

/** Goes by what the stack of a leased service says of calls to it. */
export class LeasedLimits {
  constructor(private readonly parts: LeasedLimitsParts) {}

  take({ breaker, bulkhead }: CallLimits): void {
    this.parts.breaker.configure(breaker);
    this.parts.bulkhead(bulkhead.concurrent > 0)?.follow(bulkhead, this.parts.enter);
  }
}
