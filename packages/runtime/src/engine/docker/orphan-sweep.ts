import type { ContainerInspectInfo } from 'dockerode';
import { containerName } from './container-facts';
import type { ContainerUses } from './container-use';
import type { DockerClient } from './docker-client';
import { homeFilter, OWNER_LABEL } from './home-labels';

/** What the sweep needs to know. */
export interface SweepOptions {
  readonly client: DockerClient;
  readonly homeId: string;
  readonly uses: ContainerUses;
  /** Names that this process is about to use. */
  readonly wanted: (name: string) => boolean;
  readonly isAlive: (processId: number) => boolean;
}

/**
 * Removes the containers of this home that nobody uses: what processes left behind that were killed.
 * Answers the names of those it removed.
 */
export async function sweepOrphans(options: SweepOptions): Promise<string[]> {
  const { client, homeId, wanted } = options;
  const ids = await client.listContainers(homeFilter(homeId));
  const found = await Promise.all(ids.map((id) => client.inspectContainer(id)));
  const candidates = found.flatMap((one) => (one && !wanted(containerName(one)) ? [one] : []));
  const removed = await Promise.all(candidates.map((one) => removeIfUnused(one, options)));
  return removed.flatMap((name) => name ?? []);
}

async function removeIfUnused(found: ContainerInspectInfo, options: SweepOptions): Promise<string | undefined> {
  const { client, uses, wanted, isAlive } = options;
  const name = containerName(found);
  let removed: string | undefined;
  if (!uses.areShared && isAlive(Number(found.Config.Labels[OWNER_LABEL]))) return undefined;
  await uses.ifUnused(name, async () => {
    if (wanted(name)) return; // it was asked for while we waited for the lock
    await client.removeContainer(found.Id);
    removed = name;
  });
  return removed;
}
