import { buffer } from 'node:stream/consumers';
import { EngineSet } from '@mediaconduit/runtime';
import { MediaConduitError, type EngineVolumes, type KeptVolume, type VolumePlace } from '@mediaconduit/sdk';
import { createFakeEngine } from '@mediaconduit/testkit';

/** Volumes in memory, by `<service id>/<name>`. */
export class KeptVolumes implements EngineVolumes {
  readonly contents = new Map<string, Buffer>();
  readonly used = new Set<string>();
  isBroken = false;

  /** An engine `docker` that has them; without, one that cannot be used. */
  engines(isThere: boolean): EngineSet {
    const refused = { available: false, reason: 'no Docker here', hint: 'install it' } as const;
    const engine = createFakeEngine({ name: 'docker', ...(isThere ? {} : { availability: refused }) });
    return new EngineSet({ docker: () => Object.assign(engine, { volumes: this }) });
  }

  async list(): Promise<KeptVolume[]> {
    return [...this.contents].map(([id, { length }]) => {
      const [serviceId = '', name = ''] = id.split('/');
      return { id, serviceId, name, sizeBytes: length, inUse: this.used.has(id) };
    });
  }

  async remove(id: string): Promise<void> {
    this.contents.delete(id);
  }

  async *read(place: VolumePlace): AsyncGenerator<Uint8Array> {
    yield this.contents.get(idOf(place)) ?? Buffer.alloc(0);
  }

  async write(place: VolumePlace, content: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.isBroken) throw new MediaConduitError('MC_ENGINE_FAILED', 'no room');
    this.contents.set(idOf(place), await buffer(content));
  }
}

function idOf({ definition, name }: VolumePlace): string {
  return `${definition.id}/${name}`;
}
