import type { DockerServiceHandle, LegacyComposeService, ProviderHealth } from '@mediaconduit/sdk';
import { AbstractProvider } from './abstract-provider';
import type { MediaCapability } from './media-capability';
import type { ProviderServiceStatus } from './media-provider';
import { ProviderType } from './provider-kind';
import type { ProviderModel } from './provider-model';

/** What such a provider asks of its service: the handle has it, and so has what `getDockerComposeService()` answers. */
type Managed = Pick<DockerServiceHandle | LegacyComposeService, 'startService' | 'stopService' | 'getServiceStatus'>;

/** The provider of the original core that is nothing but a service: capabilities without a model behind them. */
export class DockerMediaProvider extends AbstractProvider {
  readonly id: string;
  readonly name: string;
  readonly type: ProviderType = ProviderType.LOCAL;
  readonly capabilities: MediaCapability[];
  protected dockerServiceManager: Managed;

  constructor(dockerServiceManager: Managed, capabilities: MediaCapability[], id?: string, name?: string) {
    super();
    this.dockerServiceManager = dockerServiceManager;
    this.capabilities = capabilities;
    this.id = id ?? nameOf(dockerServiceManager);
    this.name = name ?? `${this.id} (Docker)`;
  }

  override async isAvailable(): Promise<boolean> {
    const { running, healthy } = await this.getServiceStatus();
    return running && healthy;
  }

  /** One for each of its capabilities, `<id>-<capability>`; a subclass makes them. */
  override getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.capabilities
      .filter((own) => own === capability)
      .map((own) => ({ id: `${this.id}-${own}`, name: `${this.name} ${own}`, capabilities: [own], parameters: {} }));
  }

  override async getHealth(): Promise<ProviderHealth> {
    const { healthy, error } = await this.getServiceStatus();
    const status = healthy ? 'healthy' : 'unhealthy';
    return { status, uptime: this.uptime(), activeJobs: 0, queuedJobs: 0, lastError: error };
  }

  startService(): Promise<boolean> {
    return this.dockerServiceManager.startService();
  }

  stopService(): Promise<boolean> {
    return this.dockerServiceManager.stopService();
  }

  async getServiceStatus(): Promise<ProviderServiceStatus> {
    const status = await this.dockerServiceManager.getServiceStatus();
    return { ...status, healthy: status.healthy ?? status.health === 'healthy' };
  }
}

function nameOf(service: Managed & Partial<LegacyComposeService> & Partial<DockerServiceHandle>): string {
  return service.getConfig?.().serviceName ?? service.getServiceInfo?.().composeService ?? 'docker';
}
