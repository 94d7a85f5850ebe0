import { AbstractDockerProvider, MediaCapability, ProviderModel, ProviderType } from '@mediaconduit/mediaconduit';
import { MyModel } from './MyModel';

export class MyProvider extends AbstractDockerProvider {
  readonly id = 'my-provider';
  readonly name = 'My Provider';
  readonly type = ProviderType.LOCAL;
  readonly capabilities = [MediaCapability.TEXT_TO_TEXT];
  readonly models: ProviderModel[] = [
    { id: 'my-model', name: 'My Model', capabilities: [MediaCapability.TEXT_TO_TEXT], parameters: { timeout: 30000 } },
  ];
  readonly ports: number[] = [];

  constructor(private dockerService?: any) {
    super(dockerService);
  }

  protected getServiceUrl(): string {
    return 'https://github.com/MediaConduit/my-service';
  }

  protected getDefaultBaseUrl(): string {
    return 'http://localhost:8080';
  }

  protected async onServiceConfigured(): Promise<void> {
    this.ports.push(this.dockerServiceManager!.getServiceInfo().ports[0]);
  }

  async getModel(modelId: string): Promise<MyModel> {
    const config = this.models.find((model) => model.id === modelId);
    if (!config) throw new Error(`Model ${modelId} not found in ${this.name}`);
    return new MyModel(this.dockerService, config);
  }
}
