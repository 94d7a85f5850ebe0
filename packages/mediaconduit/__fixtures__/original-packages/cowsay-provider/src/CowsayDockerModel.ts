import { Text, TextRole } from '@mediaconduit/mediaconduit';
import { TextToTextModel, TextToTextOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel';
import { MediaCapability } from '@mediaconduit/mediaconduit/src/media/types/provider';
import { CowsayAPIClient, CowsayDockerConfig } from './CowsayAPIClient';

export class CowsayDockerModel extends TextToTextModel {
  readonly id: string = 'cowsay-default';
  readonly name: string = 'Cowsay Default';
  readonly capabilities: MediaCapability[] = [MediaCapability.TEXT_TO_TEXT];

  private dockerService: any;
  private apiClient!: CowsayAPIClient;

  constructor(dockerService: any) {
    super({
      id: 'cowsay-default',
      name: 'Cowsay Default',
      description: 'A cow',
      version: '1.0.0',
      provider: 'cowsay-docker',
      capabilities: ['text-to-text'],
      inputTypes: ['text'],
      outputTypes: ['text'],
    });
    this.dockerService = dockerService;
    const config: CowsayDockerConfig = { baseUrl: `http://localhost:${dockerService.getServiceInfo().ports[0]}` };
    this.apiClient = new CowsayAPIClient(config);
  }

  async isAvailable(): Promise<boolean> {
    return (await this.dockerService.isServiceHealthy()) && (await this.apiClient.isServiceReachable());
  }

  async transform(input: TextRole | TextRole[], _options?: TextToTextOptions): Promise<Text> {
    const first = Array.isArray(input) ? input[0] : input;
    const text = await first.asRole(Text);
    if (!text.isValid()) throw new Error('Invalid text data provided');
    const said = await this.apiClient.generateCowsay(text.content);
    return Text.fromString(said, text.language || 'auto', 1.0, { model: this.id }, text.sourceAsset);
  }
}
