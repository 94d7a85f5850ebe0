import { dirname } from 'node:path';
import {
  BaseProvider,
  MediaConduitError,
  type CallOptions,
  type Model,
  type ModelInfo,
  type ProviderHealth,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { isSameModel, shortModelName } from './model-name';
import { OllamaClient } from './ollama-client';
import type { OllamaHost } from './ollama-host';
import { OllamaImageToTextModel } from './ollama-image-to-text-model';
import { OllamaLibrary, type OllamaModelDetails, type OllamaModelSummary } from './ollama-library';
import { OllamaTextToEmbeddingModel } from './ollama-text-to-embedding-model';
import { OllamaTextToTextModel } from './ollama-text-to-text-model';
import { OllamaUnpulledModel } from './ollama-unpulled-model';
import type { PullOptions } from './pull-model';

/** Health of the provider, with what it knows of the models. */
export interface OllamaHealth extends ProviderHealth {
  /** How many are known. */
  readonly models: number;
  /** When Ollama was last asked, in ISO 8601. */
  readonly lastModelRefresh?: string;
}

type Call = Pick<CallOptions, 'signal' | 'timeoutMs'>;

/** Offers every model that Ollama has or can pull. Names are read as Ollama reads them: `llama3` is `llama3:latest`. */
export class OllamaProvider extends BaseProvider {
  static override readonly packageFolder = dirname(__dirname);
  #host: (OllamaHost & { readonly service: ServiceHandle }) | undefined;
  #refreshedAt: Date | undefined;

  /** Made anew when another service was configured. */
  get #ollama(): OllamaHost {
    const service = this.requireService();
    if (this.#host?.service === service) return this.#host;
    const client = new OllamaClient(service);
    this.#host = { provider: this.id, client, library: new OllamaLibrary(client), service };
    return this.#host;
  }

  protected override createModel(info: ModelInfo): Model {
    if (!this.models.includes(info)) {
      return new OllamaUnpulledModel(info, this.#ollama, (known) => this.#modelOf(known));
    }
    return this.#modelOf(info);
  }

  #modelOf(info: ModelInfo): Model {
    const { capabilities } = info;
    if (capabilities.includes('image-to-text')) return new OllamaImageToTextModel(info, this.#ollama);
    if (capabilities.includes('text-to-text')) return new OllamaTextToTextModel(info, this.#ollama);
    return new OllamaTextToEmbeddingModel(info, this.#ollama);
  }

  protected override async discoverModels(): Promise<readonly ModelInfo[]> {
    const { library } = this.#ollama;
    const found = await library.list();
    // one that is being deleted, or has lost a file, must not hide the others
    const described = await Promise.allSettled(found.map(({ id }) => library.describe(id)));
    const models = described.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = described.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (failed && models.length === 0) throw failed.reason;
    this.#refreshedAt = new Date();
    return models.filter(({ capabilities }) => capabilities.length > 0);
  }

  /** A model that is not here may still be pulled, by its first call. */
  protected override async findModel(id: string): Promise<ModelInfo> {
    const name = shortModelName(id);
    if (name === undefined) throw noName(id);
    const isWanted = (model: ModelInfo): boolean => isSameModel(model.id, name);
    const known = this.models.find(isWanted) ?? (await this.refreshModels()).find(isWanted);
    return known ?? { id: name, name, capabilities: this.capabilities };
  }

  /** The models on the disk of Ollama. */
  listModels(call?: Call): Promise<OllamaModelSummary[]> {
    return this.#ollama.library.list(call);
  }

  /** @throws `MC_MODEL_NOT_FOUND` when Ollama does not have it. */
  showModel(model: string, call?: Call): Promise<OllamaModelDetails> {
    return this.#ollama.library.show(model, call);
  }

  /** Gives a model a second name; it takes no space. @throws `MC_MODEL_NOT_FOUND`. */
  async copyModel(source: string, destination: string, call?: Call): Promise<void> {
    await this.#ollama.library.copy(source, destination, call);
    await this.refreshModels();
  }

  /**
   * Takes a model out of the memory; the next call loads it again. It also frees a model that no longer answers: Ollama
   * 0.17 may go on waiting for the reader of a call that was cancelled while two words were under way.
   * @throws `MC_MODEL_NOT_FOUND`.
   */
  unloadModel(model: string, call?: Call): Promise<void> {
    return this.#ollama.library.unload(model, call);
  }

  /** Removes a model from the disk of Ollama. @throws `MC_MODEL_NOT_FOUND`. */
  async deleteModel(model: string, call?: Call): Promise<void> {
    await this.#ollama.library.remove(model, call);
    await this.refreshModels();
  }

  /**
   * Downloads a model, or what is new of it, without a deadline of its own.
   * @throws `MC_MODEL_NOT_FOUND`, `MC_WEIGHTS_UNAVAILABLE`, `MC_WEIGHTS_INVALID`, `MC_DISK_FULL`, and above 500 MB
   *   `MC_CONFIRMATION_NEEDED`.
   */
  async pullModel(model: string, options: PullOptions = {}): Promise<void> {
    await this.#ollama.library.pull(model, options);
    await this.refreshModels();
  }

  override async getHealth(): Promise<OllamaHealth> {
    const health = await super.getHealth();
    return { ...health, models: this.models.length, lastModelRefresh: this.#refreshedAt?.toISOString() };
  }
}

function noName(id: string): MediaConduitError {
  return new MediaConduitError('MC_MODEL_NOT_FOUND', `${JSON.stringify(id)} is no name of a model.`, {
    hint: 'write it as Ollama does: llama3, llama3.2:1b, owner/model:tag or host/owner/model:tag',
    facts: { model: id },
  });
}
