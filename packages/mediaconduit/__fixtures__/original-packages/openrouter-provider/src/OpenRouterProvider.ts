import {
  MediaProvider,
  ProviderType,
  MediaCapability,
  ProviderModel,
  ProviderConfig,
  GenerationRequest,
  GenerationResult,
} from '@mediaconduit/mediaconduit/src/media/types/provider';
import { TextToTextProvider } from '@mediaconduit/mediaconduit/src/media/capabilities';
import { OpenRouterTextToTextModel } from './OpenRouterTextToTextModel';

export class OpenRouterProvider implements MediaProvider, TextToTextProvider {
  readonly id = 'openrouter';
  readonly name = 'OpenRouter';
  readonly type = ProviderType.REMOTE;
  readonly capabilities: MediaCapability[] = [MediaCapability.TEXT_TO_TEXT];

  private config?: ProviderConfig;
  private discoveredModels = new Map<string, ProviderModel>();
  readonly ready: Promise<void>;

  constructor() {
    const apiKey = process.env.OPENROUTER_API_KEY;
    if (apiKey) this.config = { apiKey };
    this.ready = this.discover();
  }

  get models(): ProviderModel[] {
    return Array.from(this.discoveredModels.values());
  }

  async configure(config: ProviderConfig): Promise<void> {
    this.config = config;
    if (!config.apiKey) throw new Error('OpenRouter API key is required');
    this.addModels();
  }

  private addModels(): void {
    for (const id of ['deepseek/deepseek-chat:free']) {
      this.discoveredModels.set(id, { id, name: id, capabilities: [MediaCapability.TEXT_TO_TEXT], parameters: {} });
    }
  }

  async isAvailable(): Promise<boolean> {
    return this.config?.apiKey !== undefined;
  }

  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getModel(modelId: string): Promise<OpenRouterTextToTextModel> {
    return this.createTextToTextModel(modelId);
  }

  async createTextToTextModel(modelId: string): Promise<OpenRouterTextToTextModel> {
    return new OpenRouterTextToTextModel({ modelId });
  }

  getSupportedTextToTextModels(): string[] {
    return this.models.map((model) => model.id);
  }

  supportsTextToTextModel(modelId: string): boolean {
    return this.discoveredModels.has(modelId);
  }

  async getHealth() {
    return { status: 'healthy' as const, uptime: process.uptime(), activeJobs: 0, queuedJobs: 0 };
  }

  async startService(): Promise<boolean> {
    return true;
  }

  async stopService(): Promise<boolean> {
    return true;
  }

  async getServiceStatus(): Promise<{ running: boolean; healthy: boolean; error?: string }> {
    return { running: true, healthy: await this.isAvailable() };
  }

  private async discover(): Promise<void> {
    await Promise.resolve();
    if (this.config) this.addModels();
  }

  async generate(_request: GenerationRequest): Promise<GenerationResult> {
    throw new Error('Use getModel() instead');
  }

  getFreeModels(): ProviderModel[] {
    return this.models.filter((model) => this.isModelFree(model.id));
  }

  isModelFree(modelId: string): boolean {
    return modelId.endsWith(':free');
  }
}
