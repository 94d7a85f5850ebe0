import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelLock } from '../../lock/kernel-lock';
import { groupContainers, removeFound, removeGroup } from './container-group';
import { ContainerUses } from './container-use';
import type { DockerClient } from './docker-client';
import type { ReapOrder } from './docker-engine-options';
import { groupFilter, HOME_LABEL } from './home-labels';

/** How long the process that ends may take to let go of its locks, in ms. */
const PATIENCE_MS = 2_000;
const PAUSE_MS = 50;

/** How long until the engine is asked again for what it may still be making, in ms. */
const AGAIN_MS = 250;

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
  for (let waited = 0; waited < PATIENCE_MS && existsSync(order.home);) {
    let wait = PAUSE_MS;
    await uses.ifUnused(name, async () => {
      isDone = await remove(client, name, order.homeId);
      wait = AGAIN_MS;
    });
    if (isDone) return;
    await pause(wait);
    waited += wait;
  }
}

/** False when the main container was not there: Compose makes it last, and the engine may be making anything before it. */
async function remove(client: DockerClient, name: string, homeId: string): Promise<boolean> {
  const found = await client.inspectContainer(name);
  if (!found) {
    await removeRest(client, name, homeId).catch(() => undefined); // what is just being made cannot be removed yet
    return false;
  }
  if (found.Config.Labels[HOME_LABEL] === homeId) await removeFound(client, found);
  return true;
}

async function removeRest(client: DockerClient, group: string, homeId: string): Promise<void> {
  const containers = (await groupContainers(client, group)).map(({ Config }) => Config.Labels);
  const networks = (await client.listNetworks(groupFilter(group))).map(({ labels }) => labels);
  const all = [...containers, ...networks];
  if (all.length > 0 && all.every((labels) => labels[HOME_LABEL] === homeId))
    await removeGroup(client, group, { graceMs: 0 });
}
