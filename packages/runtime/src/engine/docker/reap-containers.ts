import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelLock } from '../../lock/kernel-lock';
import { removeFound } from './container-group';
import { ContainerUses } from './container-use';
import type { DockerClient } from './docker-client';
import type { ReapOrder } from './docker-engine-options';
import { HOME_LABEL } from './home-labels';

/** How long the process that ends may take to let go of its locks, in ms. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 50;

/** What the work needs of the world. */
export interface ReapTools {
  readonly client: DockerClient;
  readonly lock: KernelLock | undefined;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** Removes the containers of the order that nobody uses. One that somebody uses until the end of our patience stays. */
export async function reapContainers(order: ReapOrder, tools: ReapTools): Promise<void> {
  const uses = new ContainerUses(tools.lock, join(order.home, 'run'));
  await Promise.allSettled(order.names.map((name) => reap(name, uses, order, tools)));
}

async function reap(name: string, uses: ContainerUses, order: ReapOrder, { client, pause }: ReapTools): Promise<void> {
  let isDone = false;
  // Without the home there is nobody left to share with, and nothing to keep lock files in.
  for (let waited = 0; !isDone && waited < PATIENCE_MS && existsSync(order.home); waited += PAUSE_MS) {
    await uses.ifUnused(name, async () => {
      isDone = true;
      const found = await client.inspectContainer(name);
      if (found?.Config.Labels[HOME_LABEL] === order.homeId) await removeFound(client, found);
    });
    if (!isDone) await pause(PAUSE_MS);
  }
}
