import { parseCapability, type Capability } from '../capability';
import { CONTRACT, PROVIDER_CONTRACT } from '../contract';
import { MediaConduitError } from '../error/mediaconduit-error';
import { didYouMean } from '../error/nearest-names';
import { requireMethod } from '../error/require-method';
import type { ProviderManifest } from '../manifest/provider-manifest';
import type { Model } from '../model/model';
import { ModelPromise } from '../model/model-promise';
import type { LegacyServiceStatus } from '../service/docker-service-handle';
import type { ServiceHandle } from '../service/service-handle';
import { checkCallSettings } from './check-call-settings';
import { requireHostRuntime } from './host-runtime';
import type { Logger } from './logger';
import type { ModelInfo, Provider, ProviderConfig, ProviderContext, ProviderHealth, ProviderType } from './provider';

/**
 * What providers have in common: identity from the manifest, models made once, the service's life.
 * A subclass names its package folder and makes models:
 *
 * ```ts
 * export class CowsayProvider extends BaseProvider {
 *   static override readonly packageFolder = dirname(__dirname);
 *   protected createModel(info: ModelInfo) { return new CowsayTextToTextModel(info, this.requireService()); }
 * }
 * ```
 */
export abstract class BaseProvider implements Provider {
  /** The contract that this class was made for. */
  static readonly [PROVIDER_CONTRACT]: number = CONTRACT;

  /** Where `MediaConduit.provider.yml` lies; needed when the provider is made by hand, without a context. */
  static readonly packageFolder: string | undefined = undefined;

  readonly id: string;
  readonly name: string;
  readonly type: ProviderType;
  readonly manifest: ProviderManifest;
  protected readonly log: Logger;
  protected config: ProviderConfig;
  #service: ServiceHandle | undefined;
  readonly #models = new Map<string, Model>();
  #discovered: readonly ModelInfo[] = [];
  readonly #createdAt = performance.now();

  constructor(context: ProviderContext = hostContext(new.target)) {
    this.manifest = context.manifest;
    this.id = context.manifest.id;
    this.name = context.manifest.name;
    this.type = context.manifest.type;
    this.config = context.config;
    this.log = context.log;
    this.#service = context.service;
  }

  /** Called once for each id of {@link models}. */
  protected abstract createModel(info: ModelInfo): Model | Promise<Model>;

  /** Asks the service; leave it out when the manifest lists all models. */
  protected discoverModels?(): Promise<readonly ModelInfo[]>;

  /** Those of the manifest, then what {@link refreshModels} found, which wins for a listed model. */
  get models(): readonly ModelInfo[] {
    if (this.#discovered.length === 0) return this.manifest.models;
    const found = new Map(this.#discovered.map((model) => [model.id, model]));
    const listed = this.manifest.models.map((model) => found.get(model.id) ?? model);
    const ids = new Set(listed.map(({ id }) => id));
    return [...listed, ...this.#discovered.filter(({ id }) => !ids.has(id))];
  }

  async refreshModels(): Promise<readonly ModelInfo[]> {
    if (this.discoverModels) this.#discovered = await this.discoverModels();
    return this.models;
  }

  get capabilities(): readonly Capability[] {
    return this.manifest.capabilities;
  }

  /** @throws `MC_SERVICE_NOT_FOUND` when the manifest names no service and none was configured. */
  protected requireService(): ServiceHandle {
    if (this.#service) return this.#service;
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `Provider "${this.id}" has no service.`, {
      hint: 'name it under "service" in MediaConduit.provider.yml, or call configure({ serviceUrl })',
      facts: { provider: this.id },
    });
  }

  async configure(config: ProviderConfig): Promise<void> {
    checkCallSettings(config);
    const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
    const address = given['serviceUrl'] ?? given['baseUrl'];
    if (this.type === 'local' && typeof address === 'string') {
      this.#service = await requireHostRuntime(this.id).openService(address, config.serviceConfig);
      this.#models.clear();
    }
    this.config = { ...this.config, ...given };
    if (address !== undefined || config.timeout !== undefined || config.retries !== undefined) this.#limitCalls();
  }

  /** Models hold the handle that they were made with. */
  #limitCalls(): void {
    const { timeout: timeoutMs, retries } = this.config;
    if (!this.#service || (timeoutMs === undefined && retries === undefined)) return;
    this.#service = this.#service.withCallDefaults({ timeoutMs, retries });
    this.#models.clear();
  }

  async isAvailable(): Promise<boolean> {
    return this.#service !== undefined || this.manifest.service === undefined;
  }

  getModelsForCapability(capability: string): readonly ModelInfo[] {
    const wanted = parseCapability(capability);
    return this.models.filter((model) => wanted !== undefined && model.capabilities.includes(wanted));
  }

  getModel(id: string): ModelPromise<Model> {
    return ModelPromise.of(id, this.#model(id));
  }

  async #model(id: string): Promise<Model> {
    const known = this.#models.get(id);
    if (known) return known;
    this.#requireVariables();
    const info = this.models.find((model) => model.id === id) ?? (await this.findModel(id));
    requireMethod(
      this,
      'createModel',
      'add createModel(info), which answers the model behind one entry of the manifest',
    );
    const model = await this.createModel(info);
    this.#models.set(id, model);
    return model;
  }

  /** Before anything is started: a call without its key can only fail. */
  #requireVariables(): void {
    const given = this.config.environment ?? {};
    const missing = Object.entries(this.manifest.environment).filter(
      ([name, { required }]) => required && !given[name],
    );
    const [first] = missing;
    if (!first || (this.config.apiKey !== undefined && first[1].secret)) return;
    const names = missing.map(([name]) => name);
    const example = first[1].example === undefined ? '' : ` (for example ${first[1].example})`;
    throw new MediaConduitError('MC_CONFIG_MISSING', `Provider "${this.id}" needs ${names.join(', ')}.`, {
      hint: `set the variable ${first[0]}${example}${first[1].description ? `: ${first[1].description}` : ''}`,
      facts: { provider: this.id, variables: names },
    });
  }

  /** Looks up what is not in {@link models}: asks the service again, if {@link discoverModels} is there. */
  protected async findModel(id: string): Promise<ModelInfo> {
    const found = this.discoverModels && (await this.refreshModels()).find((model) => model.id === id);
    if (found) return found;
    const ids = this.models.map((model) => model.id);
    throw new MediaConduitError('MC_MODEL_NOT_FOUND', `Model ${id} not found in ${this.name}`, {
      hint: didYouMean(id, ids) ?? (ids.length > 0 ? `models of ${this.id}: ${ids.join(', ')}` : undefined),
      facts: { provider: this.id, model: id, models: ids },
    });
  }

  async getHealth(): Promise<ProviderHealth> {
    const uptime = (performance.now() - this.#createdAt) / 1000;
    const status = await this.#service?.getServiceStatus();
    const healthy = status === undefined || status.healthy || status.state === 'stopped';
    return { status: healthy ? 'healthy' : 'degraded', uptime, activeJobs: 0, queuedJobs: 0, lastError: status?.error };
  }

  async startService(): Promise<boolean> {
    return this.requireService().startService();
  }

  async stopService(): Promise<boolean> {
    return this.requireService().stopService();
  }

  async getServiceStatus(): Promise<LegacyServiceStatus> {
    return this.requireService().getServiceStatus();
  }

  async dispose(): Promise<void> {
    this.#models.clear();
  }
}

function hostContext(provider: { readonly name: string; readonly packageFolder?: string }): ProviderContext {
  const runtime = requireHostRuntime(provider.name);
  if (provider.packageFolder) return runtime.contextFor(provider.packageFolder);
  throw new MediaConduitError(
    'MC_PROVIDER_INVALID',
    `${provider.name} was created without a context and names no packageFolder.`,
    {
      hint: 'add "static override readonly packageFolder = dirname(__dirname)" to the class',
      facts: { provider: provider.name },
    },
  );
}
