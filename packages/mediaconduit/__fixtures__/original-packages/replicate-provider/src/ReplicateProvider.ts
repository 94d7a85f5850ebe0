import {
  MediaProvider,
  ProviderType,
  MediaCapability,
  ProviderModel,
  ProviderConfig,
} from '@mediaconduit/mediaconduit/src/media/types/provider';
import { ReplicateClient, ReplicateConfig } from './ReplicateClient';
import { ReplicateTextToImageModel } from './ReplicateTextToImageModel';
import { ReplicateTextToVideoModel } from './ReplicateTextToVideoModel';
import { ReplicateTextToAudioModel } from './ReplicateTextToAudioModel';

const KNOWN: [string, MediaCapability][] = [
  ['black-forest-labs/flux-schnell', MediaCapability.TEXT_TO_IMAGE],
  ['minimax/video-01', MediaCapability.TEXT_TO_VIDEO],
  ['meta/musicgen', MediaCapability.TEXT_TO_AUDIO],
];

export class ReplicateProvider implements MediaProvider {
  readonly id = 'replicate';
  readonly name = 'Replicate';
  readonly type = ProviderType.REMOTE;
  readonly capabilities = KNOWN.map(([, capability]) => capability);

  private config?: ProviderConfig;
  private client?: ReplicateClient;
  private discoveredModels = new Map<string, ProviderModel>();

  constructor() {
    for (const [id, capability] of KNOWN) {
      this.discoveredModels.set(id, { id, name: id, capabilities: [capability], parameters: {} });
    }
    const apiKey = process.env.REPLICATE_API_TOKEN;
    if (apiKey) {
      const config: ReplicateConfig = { apiKey };
      this.client = new ReplicateClient(config);
      this.config = { apiKey };
    }
    console.log(`[ReplicateProvider] Initialized ${KNOWN.length} known Replicate models`);
  }

  get models(): ProviderModel[] {
    return Array.from(this.discoveredModels.values());
  }

  async configure(config: ProviderConfig): Promise<void> {
    this.config = config;
    if (!config.apiKey) throw new Error('Replicate API token is required');
    this.client = new ReplicateClient({ apiKey: config.apiKey });
  }

  async isAvailable(): Promise<boolean> {
    return this.client !== undefined;
  }

  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }

  async getHealth() {
    const status = (await this.isAvailable()) ? ('healthy' as const) : ('unhealthy' as const);
    return { status, uptime: process.uptime(), activeJobs: 0, queuedJobs: 0 };
  }

  async getModel(modelId: string): Promise<any> {
    if (!this.config?.apiKey) throw new Error('Provider not configured with API key');
    const [capability] = this.discoveredModels.get(modelId)?.capabilities ?? [];
    const Replicate = (await import('replicate')).default;
    const replicateClient = new Replicate({ auth: this.config.apiKey });
    const metadata = { id: modelId, name: modelId, description: '', version: '1', provider: 'replicate', capabilities: [], inputTypes: ['text'], outputTypes: [] };
    if (capability === MediaCapability.TEXT_TO_AUDIO) return new ReplicateTextToAudioModel(metadata);
    if (capability === MediaCapability.TEXT_TO_VIDEO) return new ReplicateTextToVideoModel(metadata);
    return new ReplicateTextToImageModel({ modelId, replicateClient });
  }
}
