import type { RuntimeEmitter } from '../runtime-events';
import type { ServiceState } from './service-state';

/** The state of one service, every change of which is told as an event. */
export class ObservedState {
  #current: ServiceState = { name: 'absent' };

  constructor(
    private readonly service: string,
    private readonly events: RuntimeEmitter,
  ) {}

  get current(): ServiceState {
    return this.#current;
  }

  become(next: ServiceState): void {
    const previous = this.#current;
    this.#current = next;
    if (previous.name === next.name) return;
    this.events.emit('service-state-changed', {
      name: this.service,
      previousState: previous.name,
      currentState: next.name,
    });
  }
}
