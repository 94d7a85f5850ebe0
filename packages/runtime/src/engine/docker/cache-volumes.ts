import { MediaConduitError, type KeptCache } from '@mediaconduit/sdk';
import type { DockerClient } from './docker-client';
import { statusOf } from './engine-failure';
import { CACHE_LABEL, HOME_LABEL, SERVICE_LABEL } from './home-labels';

/** The volumes of a home that hold what services have downloaded; they carry their names as labels. */
export async function cacheVolumes(client: DockerClient, homeId: string): Promise<KeptCache[]> {
  const volumes = await client.volumeUsage();
  return volumes.flatMap(({ createdAt, labels, name: id, sizeBytes, users }) => {
    const [name, serviceId] = [labels[CACHE_LABEL], labels[SERVICE_LABEL]];
    if (labels[HOME_LABEL] !== homeId || name === undefined || serviceId === undefined) return [];
    return [{ id, serviceId, name, sizeBytes, createdAt, inUse: users > 0 }];
  });
}

/**
 * Removes such a volume; one that is not of this home is left alone.
 * @throws `MC_CACHE_IN_USE` when a container has it.
 */
export async function removeCacheVolume(client: DockerClient, homeId: string, id: string): Promise<void> {
  const labels = await client.volumeLabels(id);
  if (labels?.[HOME_LABEL] !== homeId || labels[CACHE_LABEL] === undefined) return;
  try {
    await client.removeVolume(id);
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    throw new MediaConduitError('MC_CACHE_IN_USE', `The volume ${id} is used by a container.`, {
      hint: `stop it first: mediaconduit services stop ${labels[SERVICE_LABEL]}`,
      facts: { service: labels[SERVICE_LABEL], volume: id },
      cause: error,
    });
  }
}
