import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerInspectInfo } from 'dockerode';
import { endedMembers, groupContainers, removeFound } from './container-group';
import { ContainerLost, ContainerMaker, type Company, type MakeOrder } from './container-maker';
import type { ContainerPlan } from './container-plan';
import type { ContainerUses } from './container-use';
import type { DockerClient, LongCall } from './docker-client';
import { statusOf } from './engine-failure';
import { GroupMaker } from './group-maker';
import { SPEC_LABEL } from './home-labels';

/** How often a start begins anew because somebody removed the new container meanwhile. */
const TRIES = 3;

/** How often it is looked again for who has taken the name: the engine shows a container only when it is made, in 5 s at most. */
const NAME_TRIES = 14;

/** How long a container that another process is making is left alone before the next look, in ms: ever longer. */
const OUTWAIT_MS = { first: 20, longest: 500 } as const;

/** What to start. */
export interface ContainerOrder extends Pick<MakeOrder, 'image' | 'labels'> {
  readonly plan: ContainerPlan;
  /** Settles when events are listened to: nothing may start before, or its end could go unnoticed. */
  readonly listening: Promise<void>;
}

interface ReadyOrder extends ContainerOrder {
  /** The container may be made before this resolves, and must not start before. */
  readonly mayStart: Promise<unknown>;
}

/** A running container, ours since now or since before. */
export interface StartedContainer {
  readonly found: ContainerInspectInfo;
  readonly adopted: boolean;
}

/** Finds or makes the one container of a name, while other processes try the same. */
export class ContainerStarter {
  constructor(
    private readonly client: DockerClient,
    private readonly uses: ContainerUses,
    private readonly warn: (message: string) => void,
  ) {}

  /** One at a time per name within a process; between processes the engine's names and the kernel locks see to it. */
  async start(order: ContainerOrder, call: LongCall): Promise<StartedContainer> {
    const { name } = order.plan;
    const usedBefore = this.uses.get(name) !== undefined;
    const mayStart = Promise.all([this.uses.join(name, call.signal), order.listening]);
    mayStart.catch(() => undefined); // told by who waits for it, which may be later
    try {
      const started = await this.#findOrMake({ ...order, mayStart }, call, usedBefore);
      const use = await this.uses.join(name, call.signal);
      use.id = started.found.Id;
      use.isGroup = order.plan.group !== undefined;
      return started;
    } catch (error) {
      await Promise.allSettled([mayStart]);
      // Who used it before this call goes on using it: what failed is only this try to bring it back.
      if (!usedBefore) await this.uses.leave(name);
      throw error;
    }
  }

  /** The first try creates without a look and before the lock is held: a name that is taken makes it fail. */
  async #findOrMake(order: ReadyOrder, call: LongCall, usedBefore: boolean): Promise<StartedContainer> {
    const { name } = order.plan;
    const maker = new ContainerMaker(this.client, call, this.warn);
    let isLooking = usedBefore;
    for (let [tries, taken, looks] = [0, 0, 0]; ; isLooking = true) {
      call.signal.throwIfAborted();
      const found = isLooking ? await order.mayStart.then(() => this.client.inspectContainer(name)) : undefined;
      const running = await this.#ifRunning(found, order.plan);
      if (running) return this.#takeOver(running);
      if (found?.State.Status === 'created') {
        await this.#outwait(found, name, looks++, call.signal);
        continue;
      }
      // One that ended belongs to the past: its port, state and files do not come back.
      if (found) await removeFound(this.client, found);
      try {
        return { found: await maker.make(this.#makeOrder(order, call)), adopted: false };
      } catch (error) {
        if (!(error instanceof ContainerLost)) throw error;
        const isTaken = statusOf(error.cause) === 409;
        if (isTaken ? ++taken === NAME_TRIES : ++tries === TRIES) throw error.cause;
        if (isTaken && isLooking) await standBack(taken, call.signal);
      }
    }
  }

  #makeOrder({ plan, image, labels, mayStart }: ReadyOrder, call: LongCall): MakeOrder {
    const { group } = plan;
    if (!group) return { plan, image, labels, company: () => onceMayStart(mayStart) };
    const company = (): Company => new GroupMaker(this.client, { group, labels, mayStart }, call, this.warn);
    const volumesBeside = group.members.flatMap(({ volumes }) => volumes.map((one) => ({ ...one, seed: undefined })));
    return { plan, image, labels, company, volumesBeside };
  }

  /** A group that lacks one of its members is not running, whatever its main container does. */
  async #ifRunning(
    found: ContainerInspectInfo | undefined,
    plan: ContainerPlan,
  ): Promise<ContainerInspectInfo | undefined> {
    if (!found?.State.Running || found.Config.Labels[SPEC_LABEL] !== plan.spec) return undefined;
    if (!plan.group) return found;
    const containers = await groupContainers(this.client, plan.name);
    const isWhole = containers.length > plan.group.members.length && endedMembers(containers).length === 0;
    return isWhole ? found : undefined;
  }

  /**
   * Somebody is making this container, or died while doing so. The lock tells, but not to who holds it too: so this
   * process stands back for a moment, and removes the container if nobody else is there.
   */
  async #outwait(found: ContainerInspectInfo, name: string, looks: number, signal: AbortSignal): Promise<void> {
    await this.uses.leave(name, () => removeFound(this.client, found));
    await standBack(looks, signal);
    await this.uses.join(name, signal);
  }

  async #takeOver(found: ContainerInspectInfo): Promise<StartedContainer> {
    if (found.State.Paused) await this.client.unpauseContainer(found.Id);
    return { found, adopted: true };
  }
}

async function standBack(looks: number, signal: AbortSignal): Promise<void> {
  await sleep(Math.min(OUTWAIT_MS.first * 2 ** looks, OUTWAIT_MS.longest), undefined, { signal });
}

function onceMayStart(mayStart: Promise<unknown>): Company {
  return { gather: () => mayStart, dismiss: async () => undefined };
}
