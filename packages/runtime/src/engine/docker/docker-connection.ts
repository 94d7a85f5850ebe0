import { MediaConduitError, type EngineAvailability } from '@mediaconduit/sdk';
import type { DockerAddress } from './docker-address';
import type { DockerClient } from './docker-client';
import type { FoundDocker } from './find-docker';

/** What a connection needs to be made. */
export interface DockerConnectionOptions {
  readonly find: () => Promise<FoundDocker>;
  readonly connect: (address: DockerAddress) => DockerClient;
}

type Reached = Extract<FoundDocker, { address: DockerAddress }>;

/** The way to the engine: looked for once it is needed, kept once it is found, asked for again as long as it is not. */
export class DockerConnection {
  #found: Reached | undefined;
  #searching: Promise<FoundDocker> | undefined;
  #client: DockerClient | undefined;

  constructor(private readonly options: DockerConnectionOptions) {}

  /** Where the engine is, once it was found. */
  get address(): DockerAddress | undefined {
    return this.#found?.address;
  }

  /** The client, if anything was ever asked of the engine. */
  get opened(): DockerClient | undefined {
    return this.#client;
  }

  async availability(): Promise<EngineAvailability> {
    const found = await this.#find();
    return found.address
      ? { available: true, version: found.version }
      : { available: false, reason: found.reason, hint: found.hint };
  }

  /** @throws `MC_ENGINE_UNAVAILABLE` with what was tried. */
  async client(): Promise<DockerClient> {
    if (this.#client) return this.#client;
    const found = await this.#find();
    if (!found.address) throw unavailable(found);
    this.#client ??= this.options.connect(found.address);
    return this.#client;
  }

  async #find(): Promise<FoundDocker> {
    if (this.#found) return this.#found;
    this.#searching ??= this.options.find().finally(() => (this.#searching = undefined));
    const found = await this.#searching;
    if (found.address) this.#found = found;
    return found;
  }

  close(): void {
    this.#client?.close();
  }
}

function unavailable({ reason, hint }: { readonly reason: string; readonly hint: string }): MediaConduitError {
  return new MediaConduitError('MC_ENGINE_UNAVAILABLE', `Docker cannot be used: ${reason}.`, {
    hint,
    facts: { reason },
  });
}
