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
import { AnthropicTextToTextModel } from './AnthropicTextToTextModel';

export class AnthropicProvider implements MediaProvider, TextToTextProvider {
  readonly id = 'anthropic';
  readonly name = 'Anthropic';
  readonly type = ProviderType.REMOTE;
  readonly capabilities: MediaCapability[] = [MediaCapability.TEXT_TO_TEXT];

  private config?: ProviderConfig;
  private discoveredModels = new Map<string, ProviderModel>();

  constructor() {
    const apiKey = process.env.ANTHROPIC_API_KEY;
    if (apiKey) {
      this.config = { apiKey, baseUrl: process.env.ANTHROPIC_BASE_URL || 'https://api.anthropic.com/v1' };
      this.addModels();
    }
  }

  get models(): ProviderModel[] {
    return Array.from(this.discoveredModels.values());
  }

  async configure(config: ProviderConfig): Promise<void> {
    this.config = config;
    if (!config.apiKey) throw new Error('Anthropic API key is required');
    this.addModels();
  }

  private addModels(): void {
    for (const id of ['claude-sonnet', 'claude-haiku']) {
      this.discoveredModels.set(id, { id, name: id, capabilities: [MediaCapability.TEXT_TO_TEXT], parameters: {} });
    }
  }

  async isAvailable(): Promise<boolean> {
    return this.config?.apiKey !== undefined;
  }

  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getModel(modelId: string): Promise<AnthropicTextToTextModel> {
    return this.createTextToTextModel(modelId);
  }

  async createTextToTextModel(modelId: string): Promise<AnthropicTextToTextModel> {
    return new AnthropicTextToTextModel({ modelId });
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
}
