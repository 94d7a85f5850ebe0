import { isMediaConduitError } from '@mediaconduit/sdk';
import type { Bulkhead } from '../resilience/bulkhead';
import type { Enter } from '../resilience/call-gate';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import type { CallLimits } from './protocol';
import type { SupervisorClient } from './supervisor-client';

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

/**
 * Takes a place among the calls of all programs to one service; the connection is the place. Where no supervisor has the
 * service any more, each program counts for itself.
 */
export function enterAtSupervisor(supervisor: SupervisorClient, projectFolder: string, service: string): Enter {
  return async (signal) => {
    const lines = supervisor.turn(projectFolder, service, signal);
    try {
      await lines.next();
    } catch (error) {
      if (!isUnsupervised(error)) throw error;
    }
    return () => void lines.return();
  };
}

function isUnsupervised(error: unknown): boolean {
  return isMediaConduitError(error, 'MC_SUPERVISOR_UNREACHABLE') || isMediaConduitError(error, 'MC_SERVICE_NOT_FOUND');
}
