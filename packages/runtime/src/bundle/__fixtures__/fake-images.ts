import { buffer } from 'node:stream/consumers';
import type { EngineImage, EngineImages, ServiceDefinition } from '@mediaconduit/sdk';
import { createFakeEngine, makeTar, type TestEntry } from '@mediaconduit/testkit';
import { EngineSet } from '../../engine/engine-set';
import { sha256 } from './make-bundle';

/** A configuration, and with it an image, of this name. */
export const configOf = (reference: string): string => JSON.stringify({ os: 'linux', of: reference });

/** What an engine calls the image. */
export const idOf = (reference: string): string => `sha256:${sha256(configOf(reference))}`;

/** As `docker save` of engines before version 25 writes it; `change` has the last word about the list of its images. */
export function imageArchive(
  references: readonly string[],
  more: readonly TestEntry[] = [],
  change = (list: string): string => list,
): Buffer {
  const list = references.map((reference) => ({
    Config: `${idOf(reference).slice(7)}.json`,
    RepoTags: [reference],
    Layers: [],
  }));
  return makeTar([
    ...references.map((reference) => ({ name: `${idOf(reference).slice(7)}.json`, content: configOf(reference) })),
    ...more,
    { name: 'manifest.json', content: change(JSON.stringify(list)) },
  ]);
}

/** The images of an engine that is in memory: each service runs in the image of its `docker` block. */
export class FakeImages implements EngineImages {
  readonly present = new Map<string, string>();
  readonly loaded: Buffer[] = [];
  readonly provided: string[] = [];
  architecture = 'amd64';
  /** What the engine says after loading, where it does something else. */
  distort = (id: string): string => id;

  readonly engines = new EngineSet({
    process: () => createFakeEngine({ serve: () => (request, response) => void request.pipe(response) }),
    docker: () => Object.assign(createFakeEngine({ name: 'docker' }), { images: this }),
  });

  async platform() {
    return { os: 'linux', architecture: this.architecture };
  }

  async needed({ docker }: ServiceDefinition): Promise<string[]> {
    return docker?.image === undefined ? [] : [docker.image];
  }

  async provide(definition: ServiceDefinition): Promise<void> {
    for (const reference of await this.needed(definition)) {
      this.provided.push(reference);
      this.present.set(reference, idOf(reference));
    }
  }

  async find(reference: string): Promise<EngineImage | undefined> {
    const id = this.present.get(reference);
    return id === undefined ? undefined : { reference, id, ...(await this.platform()), sizeBytes: 1000 };
  }

  async *save(references: readonly string[]): AsyncGenerator<Uint8Array, void, void> {
    yield imageArchive(references);
  }

  async load(archive: AsyncIterable<Uint8Array>): Promise<void> {
    const content = await buffer(archive);
    this.loaded.push(content);
    for (const [, reference = ''] of content.toString('latin1').matchAll(/"RepoTags":\["([^"]+)"\]/g))
      this.present.set(reference, this.distort(idOf(reference)));
  }
}
