import { isMediaConduitError, type Logger } from '@mediaconduit/sdk';
import { ContainerStarter, type StartedContainer } from './container-starter';
import type { ContainerUses } from './container-use';
import type { DockerClient, LongCall } from './docker-client';
import { GENERATION_LABEL, OWNER_LABEL } from './home-labels';
import { joinHolder } from './holder-plan';
import type { Planned } from './service-planner';

/** What the starter tells and is told. */
export interface ServiceStarterOptions {
  readonly log: Logger;
  readonly processId: number;
  readonly uses: ContainerUses;
}

/** A service that is to run. */
export interface ServiceOrder extends Planned {
  /** Settles when events are listened to. */
  readonly listening: Promise<void>;
}

/** Starts services: their containers and, where an address is kept, the container that holds it. */
export class ServiceStarter {
  readonly #generations = new Map<string, number>();

  constructor(private readonly options: ServiceStarterOptions) {}

  /** The container with the ports at which it answers. */
  async start(client: DockerClient, order: ServiceOrder, call: LongCall): Promise<StartedContainer> {
    const held = order.holder && (await this.#holder(client, order, call));
    if (order.holder && !held) return this.#runWithout(client, order, call);
    if (!held) return this.#run(client, order, call);
    try {
      const plan = joinHolder(order.plan, held.found.Id);
      const { adopted, found } = await this.#run(client, { ...order, plan }, call);
      return { adopted, found: { ...found, NetworkSettings: held.found.NetworkSettings } };
    } catch (error) {
      const isHolding = (await client.inspectContainer(held.found.Id))?.State.Running === true;
      if (!held.adopted) await this.#dropHolder(client, order.holder?.name ?? '', held.found.Id);
      if (held.adopted || isHolding || call.signal.aborted) throw error;
      return this.#runWithout(client, order, call); // it ended only after it was looked at
    }
  }

  #runWithout(client: DockerClient, order: ServiceOrder, call: LongCall): Promise<StartedContainer> {
    this.options.log.warn(
      { service: order.definition.id },
      'its image has no "sleep": it gets a new address with each start',
    );
    return this.#run(client, order, call);
  }

  /** `undefined` when the image has no program that could wait in it: the address changes with each start then. */
  async #holder(client: DockerClient, order: ServiceOrder, call: LongCall): Promise<StartedContainer | undefined> {
    const { holder: plan = order.plan } = order;
    try {
      const held = await this.#run(client, { ...order, plan }, call);
      if (held.adopted || (await client.inspectContainer(held.found.Id))?.State.Running) return held;
      await this.#dropHolder(client, plan.name, held.found.Id);
    } catch (error) {
      if (!isMediaConduitError(error, 'MC_SERVICE_START_FAILED') || call.signal.aborted) throw error;
    }
    return undefined;
  }

  #dropHolder(client: DockerClient, name: string, id: string): Promise<void> {
    return this.options.uses.leave(name, () => client.removeContainer(id));
  }

  #run(client: DockerClient, order: ServiceOrder, call: LongCall): Promise<StartedContainer> {
    const { definition, plan, image, listening } = order;
    const { log, processId, uses } = this.options;
    const warn = (message: string): void => {
      log.warn({ service: definition.id }, message);
      call.onProgress(message);
    };
    const generation = (this.#generations.get(plan.name) ?? 0) + 1;
    this.#generations.set(plan.name, generation);
    const labels = { [GENERATION_LABEL]: String(generation), [OWNER_LABEL]: String(processId) };
    return new ContainerStarter(client, uses, warn).start({ plan, image, labels, listening }, call);
  }
}
