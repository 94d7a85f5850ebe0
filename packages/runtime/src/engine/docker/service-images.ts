import { Readable } from 'node:stream';
import {
  anySignal,
  type EngineImage,
  type EngineImages,
  type EnginePlatform,
  type EnsureOptions,
  type ServiceDefinition,
} from '@mediaconduit/sdk';
import type { DockerClient } from './docker-client';
import { abortFailure, engineFailure } from './engine-failure';
import type { WantedImage } from './image-store';
import { withTag } from './with-tag';

/** What the images of services are asked through. */
export interface ServiceImagesParts {
  readonly client: () => Promise<DockerClient>;
  readonly needed: (definition: ServiceDefinition) => Promise<readonly WantedImage[]>;
}

/** The images that the services of a home run in, whoever has built or pulled them. */
export class ServiceImages implements EngineImages {
  constructor(private readonly parts: ServiceImagesParts) {}

  async platform(): Promise<EnginePlatform> {
    return (await this.parts.client()).platform();
  }

  async needed(definition: ServiceDefinition): Promise<readonly string[]> {
    return (await this.parts.needed(definition)).map(({ reference }) => reference);
  }

  async provide(
    definition: ServiceDefinition,
    { signal, onProgress = () => undefined }: Pick<EnsureOptions, 'signal' | 'onProgress'>,
  ): Promise<void> {
    const client = await this.parts.client();
    for (const image of await this.parts.needed(definition)) {
      if (signal.aborted) throw abortFailure(`Getting the image ${image.reference}`, signal.reason);
      if (!(await client.inspectImage(image.reference))) await image.make(client, { signal, onProgress });
    }
  }

  async find(reference: string): Promise<EngineImage | undefined> {
    const found = await (await this.parts.client()).inspectImage(reference);
    return found && { reference, ...found };
  }

  async *save(references: readonly string[], signal: AbortSignal): AsyncGenerator<Uint8Array, void, void> {
    const archive = await (await this.parts.client()).saveImages(references.map(withTag), signal);
    try {
      yield* archive;
    } catch (error) {
      throw signal.aborted ? abortFailure('Saving images', signal.reason) : engineFailure('save images', error);
    } finally {
      archive.destroy();
    }
  }

  async load(content: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<void> {
    const archive = Readable.from(content, { objectMode: false });
    const broken = new AbortController(); // the request would wait for the rest for ever
    archive.once('error', () => broken.abort());
    try {
      await (await this.parts.client()).loadImages(archive, anySignal([signal, broken.signal]));
    } catch (error) {
      throw archive.errored ?? (signal.aborted ? abortFailure('Loading images', signal.reason) : error);
    } finally {
      archive.destroy();
    }
  }
}
