import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ReadyDependencies } from './service-dependencies';

/** What a running service depends on, until it has ended. */
export class HeldDependencies {
  #held: ReadyDependencies | undefined;

  get definitions(): readonly ServiceDefinition[] {
    return this.#held?.definitions ?? [];
  }

  hold(dependencies: ReadyDependencies): void {
    this.#held = dependencies;
  }

  /** Not before the service has ended: it may need them for that. Safe to call twice. */
  free(): void {
    this.#held?.[Symbol.dispose]();
    this.#held = undefined;
  }
}
