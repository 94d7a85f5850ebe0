import {
  MediaConduitError,
  messageOf,
  requireHostRuntime,
  serviceVariablePrefix,
  type DockerServiceHandle,
  type ProviderHealth,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { AbstractProvider } from './abstract-provider';
import type { ProviderServiceStatus } from './media-provider';
import type { ProviderConfig } from './provider-config';
import type { ProviderModel } from './provider-model';

/**
 * The base class of the original core for providers with a service, with the hooks of all its generations. The service
 * is the one that the constructor was given, else the one behind `configure({ serviceUrl })`, else behind
 * `{NAME}_SERVICE_URL`, `SERVICE_URL` or {@link getServiceUrl}. The constructor does nothing but keep it.
 */
export abstract class AbstractDockerProvider extends AbstractProvider {
  /** `undefined` until there is a service. */
  protected dockerServiceManager: DockerServiceHandle | undefined;
  /** True while `configure()` works. */
  protected isConfiguring = false;
  #told: { readonly port: number; readonly done: Promise<void> } | undefined;
  #opening: Promise<void> | undefined;
  readonly #warnings = new Set<string>();

  constructor(dockerService?: unknown) {
    super();
    this.dockerServiceManager = isHandle(dockerService) ? dockerService : undefined;
  }

  /** Identifier of the service. */
  protected getServiceUrl(): string | undefined {
    return undefined;
  }

  /** The address that is used where there is no service. */
  protected getDefaultBaseUrl(): string {
    return '';
  }

  /** Called when the service has an address, again when it has another one. */
  protected async onServiceReady(): Promise<void> {}

  /** The older name of {@link onServiceReady}; called after it. */
  protected async onServiceConfigured(): Promise<void> {}

  /** Called instead, with `baseUrl` set, when there is no service. */
  protected async onFallbackConfiguration(_config: ProviderConfig): Promise<void> {}

  /** Opens the service that the environment or the class names; called at first use. */
  protected async autoConfigureFromEnv(): Promise<void> {
    const name = serviceVariablePrefix(this.id.replace(/(-docker)?-provider$/, ''));
    const serviceUrl = process.env[`${name}_SERVICE_URL`] ?? process.env['SERVICE_URL'] ?? this.getServiceUrl();
    if (serviceUrl) await this.configure({ serviceUrl });
  }

  /** @throws `MC_CONFIG_MISSING` while there is none. */
  getDockerService(): DockerServiceHandle {
    if (this.dockerServiceManager) return this.dockerServiceManager;
    throw new MediaConduitError('MC_CONFIG_MISSING', 'Service not configured. Please call configure() first.', {
      hint: 'call configure({ serviceUrl }) with an identifier or the address of the service',
      facts: { provider: this.id },
    });
  }

  getAvailableModels(): string[] {
    return this.models.map((model) => model.id);
  }

  /** Makes the model behind one id of {@link getAvailableModels}. */
  createModel(modelId: string): unknown {
    throw this.modelNotFound(modelId);
  }

  /** @throws `MC_RUNTIME_MISSING` when a service is named and no runtime is loaded; `MC_CONFIG_INVALID`. */
  override async configure(config: ProviderConfig): Promise<void> {
    this.isConfiguring = true;
    try {
      await super.configure(config);
      const serviceUrl = config.serviceUrl ?? this.#ownUrl(config);
      if (serviceUrl) await this.#open(serviceUrl, config.serviceConfig);
      this.#limitCalls();
      if (this.dockerServiceManager) await this.#tellAddress();
      else await this.#fallBack();
    } finally {
      this.isConfiguring = false;
    }
  }

  override async isAvailable(): Promise<boolean> {
    const { running, healthy } = await this.getServiceStatus();
    return running && healthy;
  }

  override async getModel(modelId: string): Promise<unknown> {
    if (!this.getAvailableModels().includes(modelId)) throw this.modelNotFound(modelId);
    const service = await this.#service();
    // models read the address when they are made
    if (service && portOf(service) === undefined) await this.startService();
    else if (service) await this.#tellAddress();
    return this.createModel(modelId);
  }

  override async getHealth(): Promise<ProviderHealth> {
    const { healthy, error } = await this.getServiceStatus();
    const status = healthy ? 'healthy' : 'unhealthy';
    return { status, uptime: this.uptime(), activeJobs: 0, queuedJobs: 0, lastError: error };
  }

  /** False when there is no service, or it did not start. */
  async startService(): Promise<boolean> {
    const service = await this.#service().catch(() => this.dockerServiceManager);
    if (!service) return this.#notConfigured();
    if (!(await service.startService())) return false;
    await this.#tellAddress();
    return true;
  }

  /** False when there is no service. */
  async stopService(): Promise<boolean> {
    return this.dockerServiceManager ? this.dockerServiceManager.stopService() : this.#notConfigured();
  }

  async getServiceStatus(): Promise<ProviderServiceStatus> {
    try {
      const service = await this.#service();
      if (!service) return { running: false, healthy: false };
      const status = await service.getServiceStatus();
      return { ...status, healthy: status.healthy ?? status.health === 'healthy' };
    } catch (error) {
      return { running: false, healthy: false, error: messageOf(error) };
    }
  }

  /** From {@link getAvailableModels}, when the subclass has one of its own. */
  protected override listModels(): ProviderModel[] {
    if (this.getAvailableModels === AbstractDockerProvider.prototype.getAvailableModels) return [];
    const { capabilities } = this;
    return this.getAvailableModels().map((id) => ({ id, name: id, capabilities: [...capabilities], parameters: {} }));
  }

  /** Only where nothing else was said. */
  #ownUrl({ baseUrl }: ProviderConfig): string | undefined {
    return this.dockerServiceManager || baseUrl ? undefined : this.getServiceUrl();
  }

  async #service(): Promise<DockerServiceHandle | undefined> {
    if (this.dockerServiceManager) return this.dockerServiceManager;
    // a hook may come back here while configure() waits for it
    if (this.isConfiguring && !this.#opening) return undefined;
    this.#opening ??= this.#autoConfigure().finally(() => (this.#opening = undefined));
    await this.#opening;
    return this.dockerServiceManager;
  }

  async #autoConfigure(): Promise<void> {
    await this.autoConfigureFromEnv().catch((error: unknown) => {
      this.#warn(`Auto-configuration failed: ${messageOf(error)}`);
      throw error;
    });
  }

  /** Callers of the original core read the answer, people the warning. */
  #notConfigured(): false {
    this.#warn('Service not properly configured');
    return false;
  }

  /** Once each: programs ask again and again whether a provider is available. */
  #warn(message: string): void {
    if (!this.#warnings.has(message)) process.emitWarning(`[${this.constructor.name}] ${message}`);
    this.#warnings.add(message);
  }

  async #open(serviceUrl: string, serviceConfig: ProviderConfig['serviceConfig']): Promise<void> {
    this.dockerServiceManager = await requireHostRuntime(this.id).openService(serviceUrl, serviceConfig);
    this.#told = undefined;
  }

  /** Calls that go through the handle; what a provider sends by itself is its own affair. */
  #limitCalls(): void {
    const { dockerServiceManager: handle, config } = this;
    const { timeout: timeoutMs, retries } = config;
    if (!isLimitable(handle) || (timeoutMs ?? retries) === undefined) return;
    this.dockerServiceManager = handle.withCallDefaults({ timeoutMs, retries });
  }

  /** All who ask wait for the same hooks. A service without a port has no address to tell: `startService()` tells it. */
  async #tellAddress(): Promise<void> {
    const port = portOf(this.getDockerService());
    if (port === undefined) return;
    if (this.#told?.port !== port) this.#told = { port, done: this.#callHooks() };
    const told = this.#told;
    await told.done.catch((error: unknown) => {
      if (this.#told === told) this.#told = undefined;
      throw error;
    });
  }

  async #callHooks(): Promise<void> {
    await this.onServiceReady();
    await this.onServiceConfigured();
  }

  async #fallBack(): Promise<void> {
    const baseUrl = this.config.baseUrl ?? this.getDefaultBaseUrl();
    if (baseUrl) return this.onFallbackConfiguration({ ...this.config, baseUrl });
    throw new MediaConduitError('MC_CONFIG_INVALID', 'baseUrl is required when no Docker service is available', {
      hint: 'call configure({ serviceUrl }) or configure({ baseUrl })',
      facts: { provider: this.id, setting: 'baseUrl' },
    });
  }
}

/** Hosts of other generations pass something else, or nothing. */
function isHandle(value: unknown): value is DockerServiceHandle {
  return typeof value === 'object' && value !== null && 'getServiceInfo' in value && 'startService' in value;
}

/** Hosts of other generations pass something else. */
function isLimitable(handle: DockerServiceHandle | undefined): handle is ServiceHandle {
  return handle !== undefined && 'withCallDefaults' in handle;
}

function portOf(service: DockerServiceHandle): number | undefined {
  return service.getServiceInfo().ports[0] || undefined;
}
