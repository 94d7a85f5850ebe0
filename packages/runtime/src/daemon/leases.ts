import { isMediaConduitError, type Clock, type ServiceDefinition, type ServiceEngine } from '@mediaconduit/sdk';
import type { Bulkhead } from '../resilience/bulkhead';
import type { CircuitBreaker } from '../resilience/circuit-breaker';
import { JsonClient } from './json-client';
import { LeasedEngine } from './leased-engine';
import { LeasedLimits } from './leased-limits';
import { SharedTurns } from './shared-turns';
import { stackOfProject } from './stack-of-project';
import { supervisorAddress } from './supervisor-address';
import { SupervisorClient } from './supervisor-client';

/** Whose services are leased. */
export interface LeasePlace {
  readonly home: string;
  /** Absolute. The stack is the one whose file lies there, or above. */
  readonly projectFolder: string;
  readonly clock: Clock;
  /** What spares a service, which the supervisor knows how to set. */
  readonly breakerOf: (definition: ServiceDefinition) => CircuitBreaker;
  /** Made where one is wanted; else the one that there is. */
  readonly bulkheadOf: (definition: ServiceDefinition, isWanted: boolean) => Bulkhead | undefined;
}

/**
 * Looks whether the supervisor of the home has a service for the project, and answers with the engine that leases it:
 * `undefined` when no supervisor runs, or the project's stack does not have the service or is being stopped.
 */
export function createLeases({ breakerOf, bulkheadOf, clock, home, projectFolder }: LeasePlace) {
  const supervisor = new SupervisorClient(new JsonClient(supervisorAddress(home)));
  const turns = new SharedTurns({
    clock,
    ask: (requests, signal) => supervisor.turns(projectFolder, requests, signal),
  });
  const limitsOf = (definition: ServiceDefinition): LeasedLimits =>
    new LeasedLimits({
      breaker: breakerOf(definition),
      bulkhead: (isWanted) => bulkheadOf(definition, isWanted),
      enter: (signal) => turns.enter(definition.id, signal),
    });
  const holdTurns = (): (() => void) => turns.hold();
  const engine = new LeasedEngine({ holdTurns, limitsOf, projectFolder, supervisor });
  return async ({ id }: ServiceDefinition, signal: AbortSignal): Promise<ServiceEngine | undefined> => {
    try {
      const { stacks } = await supervisor.status(signal);
      const stack = stackOfProject(stacks, projectFolder);
      const services = stack && !stack.isEnding ? stack.services : [];
      return services.some(({ serviceId }) => serviceId === id) ? engine : undefined;
    } catch (error) {
      if (isMediaConduitError(error, 'MC_SUPERVISOR_UNREACHABLE')) return undefined;
      throw error;
    }
  };
}
