import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { MediaConduitError, type EngineVolumes, type KeptVolume, type VolumePlace } from '@mediaconduit/sdk';
import { serviceDefinition } from '@mediaconduit/testkit';
import type { StackVolume } from '../stack-volumes';

/** Volumes in memory. */
export class FakeVolumes implements EngineVolumes {
  /** By `<service id>/<name>`. */
  readonly contents = new Map<string, Buffer>();
  readonly used = new Set<string>();
  /** Writing to this one fails half-way. */
  broken: string | undefined;

  async list(): Promise<KeptVolume[]> {
    return [...this.contents].map(([id, { length }]) => {
      const [serviceId = '', name = ''] = id.split('/');
      return { id, serviceId, name, sizeBytes: length, inUse: this.used.has(id) };
    });
  }

  async remove(id: string): Promise<void> {
    if (this.used.has(id)) throw new MediaConduitError('MC_VOLUME_IN_USE', `${id} is used`);
    this.contents.delete(id);
  }

  async *read(place: VolumePlace): AsyncGenerator<Uint8Array> {
    yield* Readable.from(this.contents.get(idOf(place)) ?? Buffer.alloc(0), { objectMode: false });
  }

  async write(place: VolumePlace, content: AsyncIterable<Uint8Array>): Promise<void> {
    const id = idOf(place);
    if (id === this.broken) throw new MediaConduitError('MC_ENGINE_FAILED', 'no room');
    this.contents.set(id, await buffer(content));
  }
}

/** The volume of the service `farm-<service>`. */
export function placeOf(service: string, name: string): VolumePlace {
  return { definition: serviceDefinition({ id: `farm-${service}` }), name };
}

/** The same as a volume that there is. */
export function volumeOf(service: string, name: string, sizeBytes?: number): StackVolume {
  const place = placeOf(service, name);
  return { id: idOf(place), serviceId: place.definition.id, name, service, place, sizeBytes, inUse: false };
}

function idOf({ definition, name }: VolumePlace): string {
  return `${definition.id}/${name}`;
}
