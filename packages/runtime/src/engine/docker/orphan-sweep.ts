import type { ContainerInspectInfo } from 'dockerode';
import { containerName } from './container-facts';
import { groupOf, removeFound } from './container-group';
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
 * Removes the containers of this home that nobody uses, with their groups: what processes left behind that were killed.
 * Answers the names of those it removed, of a group that of its main container.
 */
export async function sweepOrphans(options: SweepOptions): Promise<string[]> {
  const { client, homeId, wanted } = options;
  const ids = await client.listContainers(homeFilter(homeId));
  const found = await Promise.all(ids.map((id) => client.inspectContainer(id)));
  const byName = new Map(found.flatMap((one) => (one ? [[lockName(one), one] as const] : [])));
  const candidates = [...byName].filter(([name]) => !wanted(name));
  const removed = await Promise.all(candidates.map(([name, one]) => removeIfUnused(name, one, options)));
  return removed.flatMap((name) => name ?? []);
}

/** A group is used and removed as a whole. */
function lockName(found: ContainerInspectInfo): string {
  return groupOf(found) ?? containerName(found);
}

async function removeIfUnused(
  name: string,
  found: ContainerInspectInfo,
  options: SweepOptions,
): Promise<string | undefined> {
  const { client, uses, wanted, isAlive } = options;
  let removed: string | undefined;
  if (!uses.areShared && isAlive(Number(found.Config.Labels[OWNER_LABEL]))) return undefined;
  await uses.ifUnused(name, async () => {
    if (wanted(name)) return; // it was asked for while we waited for the lock
    await removeFound(client, found);
    removed = name;
  });
  return removed;
}
