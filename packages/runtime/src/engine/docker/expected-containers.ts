import type { ServiceDefinition } from '@mediaconduit/sdk';
import { dockerRefusal } from './load-docker-group';
import type { ServicePlanner } from './service-planner';

/** What this program is going to start: containers of these names that a killed program left will be taken over. */
export class ExpectedContainers {
  #definitions: readonly ServiceDefinition[] = [];

  constructor(private readonly planner: Pick<ServicePlanner, 'plan'>) {}

  /** Replaces what was expected before. */
  set(definitions: readonly ServiceDefinition[]): void {
    this.#definitions = definitions.filter((definition) => dockerRefusal(definition) === undefined);
  }

  /** @returns whether anything was expected. */
  forget(): boolean {
    const had = this.#definitions.length > 0;
    this.#definitions = [];
    return had;
  }

  /** With and without a container that holds the address. What cannot be planned cannot be taken over either. */
  async names(): Promise<ReadonlySet<string>> {
    const plans = await Promise.allSettled(this.#definitions.map((one) => this.planner.plan(one, one.environment, '')));
    const names = plans.map((plan) =>
      plan.status === 'fulfilled' ? [plan.value.plan.name, plan.value.holder?.name] : [],
    );
    return new Set(names.flat().filter((name) => name !== undefined));
  }
}
