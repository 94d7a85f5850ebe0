import type { Clock } from '@mediaconduit/sdk';
import { CircuitRegistry } from '../resilience/circuit-registry';
import type { RuntimeEmitter } from '../runtime-events';

/** The circuit breakers of one runtime, which tell their changes of state as events of the runtime. */
export function createBreakers({
  clock,
  events,
}: {
  readonly clock: Clock;
  readonly events: RuntimeEmitter;
}): CircuitRegistry {
  const breakers = new CircuitRegistry({ clock });
  breakers.events.on('state-changed', (change) => events.emit('breaker-state-changed', change));
  return breakers;
}
