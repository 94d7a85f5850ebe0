import { AbstractDockerProvider } from '@mediaconduit/mediaconduit/src/media/providers/docker/AbstractDockerProvider';
import { MediaCapability, ProviderModel, ProviderType } from '@mediaconduit/mediaconduit/src/media/types/provider';
import { WhisperAPIClient } from './WhisperAPIClient';
import { WhisperModelInfo } from './types';

export class WhisperDockerProvider extends AbstractDockerProvider {
  readonly id = 'whisper-docker-provider';
  readonly name = 'Whisper Docker Provider';
  readonly type = ProviderType.LOCAL;
  readonly capabilities = [MediaCapability.AUDIO_TO_TEXT];
  private readonly _models: WhisperModelInfo[] = [{ id: 'whisper-base', name: 'Whisper Base', description: 'Balanced' }];
  private apiClient?: WhisperAPIClient;

  get models(): ProviderModel[] {
    return this._models.map((model) => ({ ...model, capabilities: this.capabilities, parameters: {} }));
  }

  protected getServiceUrl(): string {
    return 'https://github.com/MediaConduit/whisper-service';
  }

  protected getDefaultBaseUrl(): string {
    return 'http://localhost:9000';
  }

  protected async onServiceReady(): Promise<void> {
    const port = this.getDockerService().getServiceInfo().ports[0];
    this.apiClient = new WhisperAPIClient(`http://localhost:${port}`);
  }

  getAvailableModels(): string[] {
    return this._models.map((model) => model.id);
  }

  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return capability === MediaCapability.AUDIO_TO_TEXT ? this.models : [];
  }

  async getModel(modelId: string): Promise<any> {
    return this.createModel(modelId);
  }

  async createModel(modelId: string): Promise<any> {
    const info = this._models.find((model) => model.id === modelId);
    if (!info) throw new Error(`Model '${modelId}' not found`);
    const client = this.apiClient!;
    return {
      ...info,
      isAvailable: async () => true,
      transform: async (audio: { data: Buffer }) => ({ text: await client.transcribe(audio.data), model: modelId }),
    };
  }
}

export default WhisperDockerProvider;
