import { Readable } from 'node:stream';
import { randomUUID } from 'node:crypto';
import { anySignal, type VolumePlace } from '@mediaconduit/sdk';
import type { ContainerUses } from './container-use';
import type { DockerClient, LongCall } from './docker-client';
import { engineFailure, statusOf } from './engine-failure';
import { GROUP_LABEL, HOME_LABEL, OWNER_LABEL, ROLE_LABEL } from './home-labels';
import type { WantedImage } from './image-store';
import { namePrefix, type NamedVolume } from './named-volume';

/**
 * Where a container that only copies has the volume. All paths of an archive begin with it: of the root of an archive
 * itself, the engine sets neither owner nor mode.
 */
const FOLDER = 'volume';

/** What copying needs. */
export interface VolumeCopyParts {
  readonly client: DockerClient;
  readonly uses: ContainerUses;
  readonly homeId: string;
  readonly processId: number;
}

/** What is copied, through a container of which image. */
export interface VolumeCopyOrder {
  readonly place: VolumePlace;
  readonly volume: NamedVolume;
  readonly image: WantedImage;
}

/** Copies from and to volumes through a container that never starts and is removed afterwards, however it ends. */
export class VolumeCopy {
  constructor(private readonly parts: VolumeCopyParts) {}

  async *read(order: VolumeCopyOrder, signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    await using container = await this.#create(order, signal);
    const archive = await this.parts.client.getArchive(container.id, `/${FOLDER}`, signal);
    try {
      yield* archive;
    } catch (error) {
      throw engineFailure(`read the volume ${order.volume.name}`, error);
    }
  }

  async write(order: VolumeCopyOrder, content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    await using container = await this.#create(order, signal);
    const archive = Readable.from(content, { objectMode: false });
    const broken = new AbortController(); // the request would wait for the rest for ever
    archive.once('error', () => broken.abort());
    const ended = anySignal([signal, broken.signal]);
    try {
      await this.parts.client.putArchive(container.id, '/', archive, ended);
    } catch (error) {
      throw archive.errored ?? error;
    } finally {
      archive.destroy();
    }
  }

  async #create(order: VolumeCopyOrder, signal: AbortSignal): Promise<{ id: string } & AsyncDisposable> {
    const { client, homeId, uses } = this.parts;
    const name = `${namePrefix(homeId, order.place.definition.id)}-copy-${randomUUID().slice(0, 8)}`;
    const remove = (): Promise<void> => client.removeContainer(name);
    const use = await uses.join(name, signal);
    try {
      const id = await this.#make(name, order, { signal, onProgress: () => undefined });
      use.id = id;
      return { id, [Symbol.asyncDispose]: () => uses.leave(name, remove) };
    } catch (error) {
      await uses.leave(name, remove);
      throw error;
    }
  }

  /** Labelled as a container beside another one: nobody takes it for a service, and a killed program's is swept. */
  async #make(name: string, { image, volume }: VolumeCopyOrder, call: LongCall): Promise<string> {
    const { client, homeId, processId } = this.parts;
    const options = { NoCopy: true, Labels: { ...volume.labels }, DriverConfig: { Name: 'local', Options: {} } };
    const mount = { Type: 'volume', Source: volume.name, Target: `/${FOLDER}`, VolumeOptions: options } as const;
    const request = {
      Image: image.reference,
      Cmd: ['true'],
      Labels: { [HOME_LABEL]: homeId, [OWNER_LABEL]: String(processId), [GROUP_LABEL]: name, [ROLE_LABEL]: 'optional' },
      HostConfig: { NetworkMode: 'none', Mounts: [mount] },
    };
    try {
      return await client.createContainer(name, request);
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
    }
    await image.make(client, call);
    call.signal.throwIfAborted();
    return client.createContainer(name, request);
  }
}
