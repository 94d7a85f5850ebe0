import {
  CONTRACT,
  MediaConduitError,
  isMediaConduitError,
  messageOf,
  satisfiesContract,
  type Logger,
  type Provider,
  type ProviderContext,
  type ProviderManifest,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import type { RuntimeEmitter } from '../runtime-events';
import type { ServiceRegistry } from '../service/service-registry';
import type { ServiceResolver } from '../service/service-resolver';
import { adoptForeignProvider } from './foreign-provider';
import { forgetModules, loadProviderClass } from './load-provider-class';
import { configFromEnvironment } from './provider-config';
import { requireProviderShape } from './provider-shape';
import { refuseMissingContract } from './refuse-missing-contract';

/** What loading a provider needs from the runtime. */
export interface ProviderLoaderOptions {
  readonly services: ServiceRegistry;
  readonly resolver: ServiceResolver;
  readonly environment: NodeJS.ProcessEnv;
  readonly events: RuntimeEmitter;
  readonly log: Logger;
}

/** From a folder on disk to a provider: manifest, contract check, service handle, class, instance. */
export class ProviderLoader {
  constructor(private readonly options: ProviderLoaderOptions) {}

  /** @throws `MC_PROVIDER_INVALID`, `MC_MANIFEST_INVALID`, `MC_CONTRACT_MISMATCH`, `MC_PROVIDER_LOAD_FAILED`. */
  async load(folder: string): Promise<Provider> {
    const startedAt = performance.now();
    const manifest = requireManifest(folder);
    this.#warn(manifest);
    const provider = await this.#create(manifest);
    const durationMs = performance.now() - startedAt;
    this.options.events.emit('provider-loaded', { provider: manifest.id, source: folder, durationMs });
    return provider;
  }

  /** Makes the next {@link load} of this folder run its code again. */
  forget(folder: string): void {
    forgetModules(folder);
  }

  /** What `new P()` by hand needs, at once; a service that would have to be fetched is left out. */
  contextFor(folder: string): ProviderContext {
    const manifest = requireManifest(folder);
    const { service } = manifest;
    const definition = service && this.options.resolver.resolveLocal(service.identifier, folder, service.overrides);
    return this.#context(manifest, definition && this.options.services.open(definition));
  }

  async #create(manifest: ProviderManifest): Promise<Provider> {
    const foreign = manifest.contract.max === 0;
    const Class = await loadProviderClass(manifest);
    if (foreign) refuseMissingContract(Class, manifest);
    const service = await this.#serviceOf(manifest, foreign);
    try {
      if (!foreign) return requireProviderShape(new Class(this.#context(manifest, service)), manifest.id);
      const instance = service ? new Class(service) : new Class();
      return adoptForeignProvider(instance, manifest, service, (error) => this.#hookFailed(manifest, error));
    } catch (error) {
      if (isMediaConduitError(error)) throw error;
      throw new MediaConduitError(
        'MC_PROVIDER_LOAD_FAILED',
        `Provider "${manifest.id}" could not be created: ${messageOf(error)}`,
        {
          hint: `the fault is in the code of the provider, in ${manifest.folder}`,
          facts: { provider: manifest.id },
          cause: error,
        },
      );
    }
  }

  async #serviceOf({ service, folder }: ProviderManifest, foreign: boolean): Promise<ServiceHandle | undefined> {
    if (!service) return undefined;
    const { services, resolver } = this.options;
    const definition = await resolver.resolve(service.identifier, folder, service.overrides);
    return foreign ? services.withFront(definition) : services.open(definition);
  }

  #context(manifest: ProviderManifest, service: ServiceHandle | undefined): ProviderContext {
    const { environment, log } = this.options;
    return { manifest, service, config: configFromEnvironment(manifest, environment), log };
  }

  #warn({ id, warnings }: ProviderManifest): void {
    for (const message of warnings) this.options.events.emit('provider-warning', { provider: id, message });
  }

  #hookFailed({ id }: ProviderManifest, error: unknown): void {
    this.options.events.emit('provider-warning', {
      provider: id,
      message: `onServiceReady failed: ${messageOf(error)}`,
    });
  }
}

function requireManifest(folder: string): ProviderManifest {
  const manifest = readProviderManifestSync(folder);
  if (!manifest) {
    throw new MediaConduitError('MC_PROVIDER_INVALID', `${folder} holds no MediaConduit.provider.yml.`, {
      hint: 'name the folder or package of a provider',
      facts: { folder },
    });
  }
  if (satisfiesContract(manifest.contract)) return manifest;
  const { min, max } = manifest.contract;
  throw new MediaConduitError(
    'MC_CONTRACT_MISMATCH',
    `Provider "${manifest.id}" was written for contract ${min === max ? min : `${min}-${max}`}; this runtime speaks contract ${CONTRACT}.`,
    {
      hint:
        max < CONTRACT
          ? `update the provider: npm update in ${folder}`
          : 'update the runtime: npm install @mediaconduit/mediaconduit@latest',
      facts: { provider: manifest.id, provides: manifest.contract, contract: CONTRACT },
    },
  );
}
