import {
  checkCallSettings,
  didYouMean,
  MediaConduitError,
  parseCapability,
  type ProviderHealth,
} from '@mediaconduit/sdk';
import type { MediaCapability } from './media-capability';
import type { MediaProvider } from './media-provider';
import { ModelListBase } from './model-list';
import type { ProviderConfig } from './provider-config';
import type { ProviderType } from './provider-kind';
import type { ProviderModel } from './provider-model';

/**
 * The provider class of the original core. Its constructor reads nothing that a subclass declares, and every member
 * may be declared again.
 */
export abstract class AbstractProvider extends ModelListBase implements MediaProvider {
  abstract readonly id: string;
  abstract readonly name: string;
  abstract readonly type: ProviderType;
  abstract readonly capabilities: MediaCapability[];
  protected config: ProviderConfig = {};
  readonly #createdAt = performance.now();

  /** Merges what has a value into the settings. @throws see `checkCallSettings`. */
  async configure(config: ProviderConfig): Promise<void> {
    checkCallSettings(config);
    const given = Object.entries(config).filter(([, value]) => value !== undefined);
    this.config = { ...this.config, ...(Object.fromEntries(given) as ProviderConfig) };
  }

  async isAvailable(): Promise<boolean> {
    return true;
  }

  /** Any spelling of a capability; an unknown one gives an empty list. */
  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    const wanted = parseCapability(capability);
    return this.models.filter((model) => wanted !== undefined && offers(model, wanted));
  }

  /** @throws `MC_MODEL_NOT_FOUND`. */
  async getModel(modelId: string): Promise<unknown> {
    throw this.modelNotFound(modelId);
  }

  async getHealth(): Promise<ProviderHealth> {
    return { status: 'healthy', uptime: this.uptime(), activeJobs: 0, queuedJobs: 0 };
  }

  /** What `models` is while nobody has assigned a list to it. */
  protected listModels(): ProviderModel[] {
    return [];
  }

  /** Seconds since the provider was made. */
  protected uptime(): number {
    return (performance.now() - this.#createdAt) / 1000;
  }

  protected modelNotFound(modelId: string): MediaConduitError {
    const ids = this.models.map((model) => model.id);
    return new MediaConduitError('MC_MODEL_NOT_FOUND', `Model ${modelId} not found in ${this.name}`, {
      hint: didYouMean(modelId, ids) ?? (ids.length > 0 ? `models of ${this.id}: ${ids.join(', ')}` : undefined),
      facts: { provider: this.id, model: modelId, models: ids },
    });
  }
}

/** Also for models that spell their capabilities in an older way. */
function offers(model: ProviderModel, wanted: MediaCapability): boolean {
  return model.capabilities.some((capability) => parseCapability(capability) === wanted);
}
