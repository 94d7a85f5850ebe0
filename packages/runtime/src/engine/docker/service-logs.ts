import type { ContainerInspectInfo } from 'dockerode';
import { endedMembers, groupContainers, groupOf, memberName } from './container-group';
import { containerLogLines } from './container-log-lines';
import type { DockerClient } from './docker-client';

/**
 * The last lines of a container. One that ended because of a member of its group ends with what became of that one, and
 * with its last lines.
 */
export async function serviceLogs(client: DockerClient, found: ContainerInspectInfo, tail: number): Promise<string[]> {
  const cause = found.State.Running ? [] : await lastWordsOfGroup(client, found, Math.ceil(tail / 2));
  const own = await linesOf(client, found.Id, tail - cause.length);
  return [...own, ...cause].slice(-tail);
}

async function lastWordsOfGroup(client: DockerClient, found: ContainerInspectInfo, tail: number): Promise<string[]> {
  const group = groupOf(found);
  if (group === undefined) return [];
  const [first] = endedMembers(await groupContainers(client, group));
  // One that was killed because the main container had ended tells nothing.
  if (!first || first.State.FinishedAt > found.State.FinishedAt) return [];
  const { ExitCode: code, OOMKilled: outOfMemory } = first.State;
  const name = memberName(first);
  const lines = await linesOf(client, first.Id, tail - 1);
  const how = outOfMemory ? `ran out of memory (exit code ${code})` : `ended with exit code ${code}`;
  return [`${name}: ${how}`, ...lines.map((line) => `${name}: ${line}`)];
}

async function linesOf(client: DockerClient, id: string, tail: number): Promise<string[]> {
  if (tail <= 0) return [];
  const bytes = await client.containerLogs(id, tail);
  return bytes ? containerLogLines(bytes, tail) : [];
}
