import { MediaConduitError, type EngineVolumes, type KeptVolume, type VolumePlace } from '@mediaconduit/sdk';
import type { DockerClient } from './docker-client';
import { statusOf } from './engine-failure';
import { HOME_LABEL, SERVICE_LABEL, VOLUME_LABEL } from './home-labels';
import { namedVolume } from './named-volume';
import type { Planned } from './service-planner';
import { VolumeCopy, type VolumeCopyOrder, type VolumeCopyParts } from './volume-copy';

/** What the volumes of a home are asked through. */
export interface ServiceVolumesParts extends Omit<VolumeCopyParts, 'client'> {
  readonly client: () => Promise<DockerClient>;
  readonly plan: (definition: VolumePlace['definition']) => Promise<Pick<Planned, 'image'>>;
}

/** The named volumes of the services of a home that are no caches. Those of others are never touched. */
export class ServiceVolumes implements EngineVolumes {
  constructor(private readonly parts: ServiceVolumesParts) {}

  async list(): Promise<KeptVolume[]> {
    const volumes = await (await this.parts.client()).volumeUsage();
    return volumes.flatMap(({ labels, name: id, sizeBytes, users }) => {
      const [name, serviceId] = [labels[VOLUME_LABEL], labels[SERVICE_LABEL]];
      if (labels[HOME_LABEL] !== this.parts.homeId || name === undefined || serviceId === undefined) return [];
      return [{ id, serviceId, name, sizeBytes, inUse: users > 0 }];
    });
  }

  async remove(id: string): Promise<void> {
    const client = await this.parts.client();
    const labels = await client.volumeLabels(id);
    if (labels?.[HOME_LABEL] !== this.parts.homeId || labels[VOLUME_LABEL] === undefined) return;
    try {
      await client.removeVolume(id);
    } catch (error) {
      throw statusOf(error) === 409 ? inUse(id, labels[SERVICE_LABEL], error) : error;
    }
  }

  async *read(place: VolumePlace, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    const client = await this.parts.client();
    yield* new VolumeCopy({ ...this.parts, client }).read(await this.#orderOf(place), signal);
  }

  async write(place: VolumePlace, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const client = await this.parts.client();
    const order = await this.#orderOf(place);
    const { name } = order.volume;
    if (await client.volumeLabels(name)) throw inUse(name, place.definition.id);
    try {
      await new VolumeCopy({ ...this.parts, client }).write(order, content, signal);
    } catch (error) {
      await Promise.allSettled([client.removeVolume(name)]);
      throw error;
    }
  }

  async #orderOf(place: VolumePlace): Promise<VolumeCopyOrder> {
    const { image } = await this.parts.plan(place.definition);
    return { place, image, volume: namedVolume(place.definition, this.parts.homeId, place.name) };
  }
}

function inUse(volume: string, service: string | undefined, cause?: unknown): MediaConduitError {
  const message = cause ? `The volume ${volume} is used by a container.` : `The volume ${volume} is there already.`;
  return new MediaConduitError('MC_VOLUME_IN_USE', message, {
    hint: `stop what uses it first: mediaconduit down, or mediaconduit services stop ${service}`,
    facts: { service, volume },
    cause,
  });
}
