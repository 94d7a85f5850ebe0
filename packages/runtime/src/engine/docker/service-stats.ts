import type { ContainerInspectInfo } from 'dockerode';
import type { ServiceStats } from '@mediaconduit/sdk';
import { groupContainers, groupOf } from './container-group';
import { containerStats } from './container-stats';
import type { DockerClient } from './docker-client';

/** What a service uses with all containers of its group; `undefined` when its own container does not run. */
export async function serviceStats(
  client: DockerClient,
  found: ContainerInspectInfo,
): Promise<ServiceStats | undefined> {
  if (!found.State.Running) return undefined;
  const group = groupOf(found);
  const others = group === undefined ? [] : await groupContainers(client, group);
  const beside = others.filter(({ Id, State }) => Id !== found.Id && State.Running);
  const [own, ...all] = await Promise.all([found, ...beside].map(({ Id }) => statsOf(client, Id)));
  return own && all.reduce<ServiceStats>((sum, one) => (one ? added(sum, one) : sum), own);
}

async function statsOf(client: DockerClient, id: string): Promise<ServiceStats | undefined> {
  const answer = await client.containerStats(id);
  return answer && containerStats(answer);
}

function added(one: ServiceStats, other: ServiceStats): ServiceStats {
  const networks = [one.network, other.network].flatMap((network) => network ?? []);
  const sum = (field: 'rxBytes' | 'txBytes'): number => networks.reduce((total, network) => total + network[field], 0);
  return {
    cpuPercent: one.cpuPercent + other.cpuPercent,
    memoryBytes: one.memoryBytes + other.memoryBytes,
    memoryLimitBytes: one.memoryLimitBytes + other.memoryLimitBytes,
    network: networks.length === 0 ? undefined : { rxBytes: sum('rxBytes'), txBytes: sum('txBytes') },
    pids: one.pids + other.pids,
  };
}
