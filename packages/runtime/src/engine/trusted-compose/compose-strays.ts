import { containerName } from '../docker/container-facts';
import type { DockerClient } from '../docker/docker-client';
import { GROUP_LABEL, HOME_LABEL } from '../docker/home-labels';

/** What Compose itself labels with the name of the project. */
const PROJECT_LABEL = 'com.docker.compose.project';

/**
 * Removes all of a project when some container of it does not carry our labels: nobody would ever find that one again.
 * Answers the names of such containers.
 */
export async function removeStrays(client: DockerClient, project: string, homeId: string): Promise<string[]> {
  const filter = `${PROJECT_LABEL}=${project}`;
  const ids = await client.listContainers(filter);
  const found = (await Promise.all(ids.map((id) => client.inspectContainer(id)))).flatMap((one) => one ?? []);
  const isOurs = (labels: Readonly<Record<string, string>>): boolean =>
    labels[GROUP_LABEL] === project && labels[HOME_LABEL] === homeId;
  const strays = found.filter(({ Config }) => !isOurs(Config.Labels));
  if (strays.length === 0) return [];
  await Promise.all(found.map(({ Id }) => client.removeContainer(Id)));
  const networks = await client.listNetworks(filter);
  await Promise.all(networks.map(({ id }) => client.removeNetwork(id)));
  return strays.map(containerName).sort();
}
