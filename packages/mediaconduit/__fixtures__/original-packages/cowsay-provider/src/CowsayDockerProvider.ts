import { MediaCapability, ProviderType, ProviderModel } from '@mediaconduit/mediaconduit/src/media/types/provider';
import { CowsayDockerModel } from './CowsayDockerModel';

export class CowsayDockerProvider {
  readonly id: string = 'cowsay-docker-provider';
  readonly name: string = 'Cowsay Docker Provider';
  readonly type: ProviderType = ProviderType.LOCAL;
  readonly capabilities: MediaCapability[] = [MediaCapability.TEXT_TO_TEXT];
  readonly models: ProviderModel[] = [
    {
      id: 'cowsay-default',
      name: 'Cowsay Default',
      capabilities: [MediaCapability.TEXT_TO_TEXT],
      parameters: { maxLength: 1000 },
      pricing: { inputCost: 0, outputCost: 0, currency: 'USD' },
    },
  ];

  private dockerService: any;

  constructor(dockerService: any) {
    this.dockerService = dockerService;
    console.log('service:', dockerService?.constructor?.name);
  }

  async configure(_config: any): Promise<void> {}

  async isAvailable(): Promise<boolean> {
    const status = await this.dockerService.getServiceStatus();
    return status.running && status.health === 'healthy';
  }

  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getModel(modelId: string): Promise<CowsayDockerModel> {
    if (!this.models.some((model) => model.id === modelId)) throw new Error(`Model ${modelId} not found in ${this.name}`);
    return new CowsayDockerModel(this.dockerService);
  }

  async getHealth(): Promise<{ status: 'healthy' | 'unhealthy'; uptime: number; activeJobs: number; queuedJobs: number }> {
    const status = (await this.isAvailable()) ? 'healthy' : 'unhealthy';
    return { status, uptime: Date.now(), activeJobs: 0, queuedJobs: 0 };
  }

  async startService(): Promise<boolean> {
    return this.dockerService.startService();
  }

  async stopService(): Promise<boolean> {
    return this.dockerService.stopService();
  }

  async getServiceStatus(): Promise<any> {
    return this.dockerService.getServiceStatus();
  }
}
