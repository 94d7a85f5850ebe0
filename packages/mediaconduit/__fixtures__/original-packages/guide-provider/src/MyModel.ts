import { TextToTextModel, ModelConfig, TextToTextOptions, Text } from '@mediaconduit/mediaconduit/src/media/types/provider';

export class MyModel extends TextToTextModel {
  constructor(
    private dockerService: any,
    config: ModelConfig,
  ) {
    super(config);
  }

  async isAvailable(): Promise<boolean> {
    return (await this.dockerService.getServiceStatus()).running;
  }

  async transform(input: Text | Text[], options?: TextToTextOptions): Promise<Text> {
    const text = Array.isArray(input) ? input[0] : input;
    const response = await this.dockerService.post('/transform', { text: text.content, options });
    return new Text(response.data.result);
  }

  async generate(prompt: string): Promise<Text> {
    return this.transform(new Text(prompt));
  }
}
