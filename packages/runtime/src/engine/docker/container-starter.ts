import type { ContainerInspectInfo } from 'dockerode';
import { ContainerMaker } from './container-maker';
import type { ContainerPlan } from './container-plan';
import type { ContainerUse, ContainerUses } from './container-use';
import type { DockerClient, LongCall } from './docker-client';
import { statusOf } from './engine-failure';
import { SPEC_LABEL } from './home-labels';
import type { WantedImage } from './image-store';

/** How often a start begins anew because somebody without our locks took the name meanwhile. */
const NAME_TRIES = 3;

/** What to start. */
export interface ContainerOrder {
  readonly plan: ContainerPlan;
  readonly image: WantedImage;
  /** Labels of this one start, which do not tell containers apart. */
  readonly labels: Readonly<Record<string, string>>;
}

/** A running container, ours since now or since before. */
export interface StartedContainer {
  readonly found: ContainerInspectInfo;
  readonly adopted: boolean;
}

/** Brings one container up: joins its users, takes over one that runs, else makes it. */
export class ContainerStarter {
  constructor(
    private readonly client: DockerClient,
    private readonly uses: ContainerUses,
    private readonly warn: (message: string) => void,
  ) {}

  /** One at a time per name within a process; between processes the kernel locks see to it. */
  async start(order: ContainerOrder, call: LongCall): Promise<StartedContainer> {
    const { name } = order.plan;
    const usedBefore = this.uses.get(name) !== undefined;
    const use = await this.uses.join(name, call.signal);
    try {
      return await this.#start(order, use, call);
    } catch (error) {
      // Who used it before this call goes on using it: what failed is only this try to bring it back.
      if (!usedBefore) await this.uses.leave(name, async () => undefined);
      throw error;
    }
  }

  async #start(order: ContainerOrder, use: ContainerUse, call: LongCall): Promise<StartedContainer> {
    const found = await this.client.inspectContainer(order.plan.name);
    const running = ifRunning(found, order.plan);
    const started = running
      ? await this.#takeOver(running)
      : await this.uses.alone(use.name, call.signal, () => this.#takeOrMake(order, call));
    use.id = started.found.Id;
    return started;
  }

  /** Looks again first: another process may have made it while this one waited for its turn. */
  async #takeOrMake(order: ContainerOrder, call: LongCall): Promise<StartedContainer> {
    for (let attempt = 1; ; attempt++) {
      call.signal.throwIfAborted();
      const found = await this.client.inspectContainer(order.plan.name);
      const running = ifRunning(found, order.plan);
      if (running) return this.#takeOver(running);
      // One that ended, or was only created, belongs to the past: its port, state and files do not come back.
      if (found) await this.client.removeContainer(found.Id);
      try {
        return { found: await this.#make(order, call), adopted: false };
      } catch (error) {
        if (statusOf(error) !== 409 || attempt === NAME_TRIES) throw error;
      }
    }
  }

  async #takeOver(found: ContainerInspectInfo): Promise<StartedContainer> {
    if (found.State.Paused) await this.client.unpauseContainer(found.Id);
    return { found, adopted: true };
  }

  #make({ plan, image, labels }: ContainerOrder, call: LongCall): Promise<ContainerInspectInfo> {
    return new ContainerMaker(this.client, call, this.warn).make(plan, image, labels);
  }
}

function ifRunning(found: ContainerInspectInfo | undefined, plan: ContainerPlan): ContainerInspectInfo | undefined {
  return found?.State.Running && found.Config.Labels[SPEC_LABEL] === plan.spec ? found : undefined;
}
