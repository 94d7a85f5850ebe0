import type { ContainerInspectInfo } from 'dockerode';
import type { StopOptions } from '@mediaconduit/sdk';
import type { DockerClient } from './docker-client';
import { GROUP_LABEL, groupFilter, LEVEL_LABEL, MEMBER_LABEL, ROLE_LABEL } from './home-labels';

/** Name of the group that a container belongs to, if it does. */
export function groupOf(found: ContainerInspectInfo): string | undefined {
  return found.Config.Labels[GROUP_LABEL] || undefined;
}

/** Name of a container in its compose file. */
export function memberName(found: ContainerInspectInfo): string {
  return found.Config.Labels[MEMBER_LABEL] ?? '';
}

/** True for a container that another one needs: nobody outside its group has to do with it. */
export function isSibling(found: ContainerInspectInfo): boolean {
  return isBeside(found.Config.Labels);
}

/** The same of the labels alone. */
export function isBeside(labels: Readonly<Record<string, string>>): boolean {
  return Boolean(labels[GROUP_LABEL]) && labels[ROLE_LABEL] !== 'main';
}

/** All containers of a group, its main one included. */
export async function groupContainers(client: DockerClient, group: string): Promise<ContainerInspectInfo[]> {
  const ids = await client.listContainers(groupFilter(group));
  const found = await Promise.all(ids.map((id) => client.inspectContainer(id)));
  return found.flatMap((one) => one ?? []);
}

/** Those without which the group is broken and that do not run, the first to end first. */
export function endedMembers(containers: readonly ContainerInspectInfo[]): ContainerInspectInfo[] {
  return containers
    .filter(({ Config, State }) => isMissed(Config.Labels[ROLE_LABEL], State))
    .sort((a, b) => (a.State.FinishedAt < b.State.FinishedAt ? -1 : 1));
}

function isMissed(role: string | undefined, { Running, ExitCode }: ContainerInspectInfo['State']): boolean {
  return !Running && (role === 'needed' || (role === 'job' && ExitCode !== 0));
}

/**
 * Stops the containers of a group, each before what it needs, and removes them and their networks. The main one goes
 * last: as long as there is anything of the group, its name is taken. A grace of 0 kills.
 */
export async function removeGroup(client: DockerClient, group: string, { graceMs }: StopOptions): Promise<void> {
  const containers = await groupContainers(client, group);
  const grace = graceMs === undefined ? undefined : Math.ceil(graceMs / 1000);
  for (const level of graceMs === 0 ? [containers] : levelsOf(containers))
    await Promise.all(level.map(({ Id }) => client.stopContainer(Id, grace)));
  await removeSiblings(client, group, containers);
  const mains = containers.filter((one) => !isSibling(one));
  await Promise.all(mains.map(({ Id }) => client.removeContainer(Id)));
}

/** Removes a container at once, with its group if it has one. */
export async function removeFound(client: DockerClient, found: ContainerInspectInfo): Promise<void> {
  const group = groupOf(found);
  if (group === undefined) await client.removeContainer(found.Id);
  else await removeGroup(client, group, { graceMs: 0 });
}

/** Removes what stands beside the main container, which must not run. */
export async function removeSiblings(
  client: DockerClient,
  group: string,
  containers: readonly ContainerInspectInfo[],
): Promise<void> {
  await Promise.all(containers.filter(isSibling).map(({ Id }) => client.removeContainer(Id)));
  const networks = await client.listNetworks(groupFilter(group));
  await Promise.all(networks.map(({ id }) => client.removeNetwork(id)));
}

function levelsOf(containers: readonly ContainerInspectInfo[]): ContainerInspectInfo[][] {
  const levels = new Map<number, ContainerInspectInfo[]>();
  for (const one of containers) {
    const level = Number(one.Config.Labels[LEVEL_LABEL]);
    levels.set(level, [...(levels.get(level) ?? []), one]);
  }
  return [...levels].sort(([a], [b]) => b - a).map(([, level]) => level);
}
