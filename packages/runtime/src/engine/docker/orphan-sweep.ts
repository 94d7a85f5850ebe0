import type { ContainerInspectInfo } from 'dockerode';
import { containerName } from './container-facts';
import { groupOf, removeFound, removeGroup } from './container-group';
import type { ContainerUses } from './container-use';
import type { DockerClient, FoundNetwork } from './docker-client';
import { GROUP_LABEL, homeFilter, OWNER_LABEL } from './home-labels';

/** What the sweep needs to know. */
export interface SweepOptions {
  readonly client: DockerClient;
  readonly homeId: string;
  readonly uses: ContainerUses;
  /** Names that this process is about to use. */
  readonly wanted: (name: string) => boolean;
  readonly isAlive: (processId: number) => boolean;
}

/** A container with its group, or what is left of a group. */
interface Orphan {
  /** Whoever uses it holds the lock of this name. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

/**
 * Removes the containers of this home that nobody uses, with their groups: what processes left behind that were killed.
 * Answers the names of those it removed, of a group that of its main container.
 */
export async function sweepOrphans(options: SweepOptions): Promise<string[]> {
  const { client, homeId, wanted } = options;
  const ids = await client.listContainers(homeFilter(homeId));
  const found = await Promise.all(ids.map((id) => client.inspectContainer(id)));
  const containers = found.flatMap((one) => (one ? [orphanOf(one, client)] : []));
  // The engine may have made a network for a process that was killed meanwhile, after everything else was removed.
  const networks = (await client.listNetworks(homeFilter(homeId))).flatMap((one) => emptyGroup(one, client));
  const byName = new Map([...networks, ...containers].map((orphan) => [orphan.name, orphan]));
  const candidates = [...byName.values()].filter(({ name }) => !wanted(name));
  const removed = await Promise.all(candidates.map((orphan) => removeIfUnused(orphan, options)));
  return removed.flatMap((name) => name ?? []);
}

/** A group is used and removed as a whole. */
function orphanOf(found: ContainerInspectInfo, client: DockerClient): Orphan {
  const name = groupOf(found) ?? containerName(found);
  return { name, labels: found.Config.Labels, remove: () => removeFound(client, found) };
}

function emptyGroup({ labels }: FoundNetwork, client: DockerClient): Orphan[] {
  const name = labels[GROUP_LABEL];
  return name ? [{ name, labels, remove: () => removeGroup(client, name, { graceMs: 0 }) }] : [];
}

async function removeIfUnused({ name, labels, remove }: Orphan, options: SweepOptions): Promise<string | undefined> {
  const { uses, wanted, isAlive } = options;
  let removed: string | undefined;
  if (!uses.areShared && isAlive(Number(labels[OWNER_LABEL]))) return undefined;
  await uses.ifUnused(name, async () => {
    if (wanted(name)) return; // it was asked for while we waited for the lock
    await remove();
    removed = name;
  });
  return removed;
}
