import { MediaProvider, ProviderType, MediaCapability, ProviderModel, ProviderConfig } from './types';
import { OllamaAPIClient } from './OllamaAPIClient';

export class OllamaDockerProvider implements MediaProvider {
  readonly id: string = 'ollama-docker-provider';
  readonly name: string = 'Ollama Docker Provider';
  readonly type: ProviderType = ProviderType.LOCAL;
  readonly capabilities: MediaCapability[] = [MediaCapability.TEXT_TO_TEXT];
  readonly models: ProviderModel[] = [];

  private dockerService?: any;
  private apiClient?: OllamaAPIClient;
  private cachedModels: string[] = [];

  constructor(dockerService?: any) {
    this.dockerService = dockerService;
    setTimeout(() => this.refreshModels().catch(() => {}), 2000).unref();
  }

  private async refreshModels(): Promise<void> {
    if (this.apiClient) this.cachedModels = await this.apiClient.getInstalledModels();
  }

  async configure(_config: ProviderConfig): Promise<void> {
    const port = this.dockerService?.getServiceInfo().ports[0];
    if (port) this.apiClient = new OllamaAPIClient({ baseUrl: `http://localhost:${port}` });
    await this.refreshModels();
  }

  async isAvailable(): Promise<boolean> {
    const status = await this.dockerService.getServiceStatus();
    return status.running && status.health === 'healthy';
  }

  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    if (capability !== MediaCapability.TEXT_TO_TEXT) return [];
    return this.cachedModels.map((id) => ({ id, name: id, capabilities: [capability], parameters: {} }));
  }

  async getModel(modelId: string): Promise<any> {
    if (!this.apiClient) throw new Error('Provider not configured. Please call configure() first.');
    await this.refreshModels();
    const { OllamaTextToTextModel } = await import('./OllamaTextToTextModel');
    return new OllamaTextToTextModel({ apiClient: this.apiClient, modelId });
  }

  async getHealth(): Promise<any> {
    return { status: 'healthy', uptime: Date.now(), activeJobs: 0, queuedJobs: 0, models: this.cachedModels.length };
  }

  async startService(): Promise<boolean> {
    return this.dockerService.startService();
  }

  async stopService(): Promise<boolean> {
    return this.dockerService.stopService();
  }
}
