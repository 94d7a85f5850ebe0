import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerInspectInfo } from 'dockerode';
import { ContainerLost, ContainerMaker, type MakeOrder } from './container-maker';
import type { ContainerPlan } from './container-plan';
import type { ContainerUses } from './container-use';
import type { DockerClient, LongCall } from './docker-client';
import { SPEC_LABEL } from './home-labels';

/** How often a start begins anew because somebody took the name, or removed the new container, meanwhile. */
const TRIES = 3;

/** How long a container that another process is making is left alone before the next look, in ms: ever longer. */
const OUTWAIT_MS = { first: 20, longest: 500 } as const;

/** What to start. */
export interface ContainerOrder extends Omit<MakeOrder, 'mayStart'> {
  /** Settles when events are listened to: nothing may start before, or its end could go unnoticed. */
  readonly listening: Promise<void>;
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
      return started;
    } catch (error) {
      await Promise.allSettled([mayStart]);
      // Who used it before this call goes on using it: what failed is only this try to bring it back.
      if (!usedBefore) await this.uses.leave(name, async () => undefined);
      throw error;
    }
  }

  /** The first try creates without a look and before the lock is held: a name that is taken makes it fail. */
  async #findOrMake(order: MakeOrder, call: LongCall, usedBefore: boolean): Promise<StartedContainer> {
    const { name } = order.plan;
    const maker = new ContainerMaker(this.client, call, this.warn);
    let isLooking = usedBefore;
    for (let [tries, looks] = [0, 0]; ; isLooking = true) {
      call.signal.throwIfAborted();
      const found = isLooking ? await order.mayStart.then(() => this.client.inspectContainer(name)) : undefined;
      const running = ifRunning(found, order.plan);
      if (running) return this.#takeOver(running);
      if (found?.State.Status === 'created') {
        await this.#outwait(found.Id, name, looks++, call.signal);
        continue;
      }
      // One that ended belongs to the past: its port, state and files do not come back.
      if (found) await this.client.removeContainer(found.Id);
      try {
        return { found: await maker.make(order), adopted: false };
      } catch (error) {
        if (!(error instanceof ContainerLost)) throw error;
        if (isLooking && ++tries === TRIES) throw error.cause;
      }
    }
  }

  /**
   * Somebody is making this container, or died while doing so. The lock tells, but not to who holds it too: so this
   * process stands back for a moment, and removes the container if nobody else is there.
   */
  async #outwait(id: string, name: string, looks: number, signal: AbortSignal): Promise<void> {
    await this.uses.leave(name, () => this.client.removeContainer(id));
    await sleep(Math.min(OUTWAIT_MS.first * 2 ** looks, OUTWAIT_MS.longest), undefined, { signal });
    await this.uses.join(name, signal);
  }

  async #takeOver(found: ContainerInspectInfo): Promise<StartedContainer> {
    if (found.State.Paused) await this.client.unpauseContainer(found.Id);
    return { found, adopted: true };
  }
}

function ifRunning(found: ContainerInspectInfo | undefined, plan: ContainerPlan): ContainerInspectInfo | undefined {
  return found?.State.Running && found.Config.Labels[SPEC_LABEL] === plan.spec ? found : undefined;
}
