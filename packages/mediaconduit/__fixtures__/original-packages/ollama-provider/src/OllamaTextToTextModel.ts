import { TextRole } from '@mediaconduit/mediaconduit/src/media/assets/roles';
import { createGenerationPrompt } from '@mediaconduit/mediaconduit/src/media/utils/GenerationPromptHelper';
import { OllamaAPIClient } from './OllamaAPIClient';
import { Text, TextToTextModel, TextToTextOptions } from './types';

export class OllamaTextToTextModel extends TextToTextModel {
  private apiClient: OllamaAPIClient;
  private modelId: string;

  constructor(config: { apiClient: OllamaAPIClient; modelId: string }) {
    super({
      id: config.modelId,
      name: `Ollama ${config.modelId}`,
      description: '',
      version: '1.0.0',
      provider: 'ollama',
      capabilities: ['text-to-text'],
      inputTypes: ['text/plain'],
      outputTypes: ['text/plain'],
    });
    this.apiClient = config.apiClient;
    this.modelId = config.modelId;
  }

  async transform(input: string | TextRole | TextRole[], options?: TextToTextOptions): Promise<Text> {
    const first = Array.isArray(input) ? input[0] : input;
    const text = typeof first === 'string' ? Text.fromString(first) : await first.asRole(Text);
    const answer = await this.apiClient.generate(this.modelId, text.content);
    const generation_prompt = createGenerationPrompt({
      input,
      options,
      modelId: this.modelId,
      modelName: this.getName(),
      provider: 'ollama',
      transformationType: 'text-to-text',
    });
    return new Text(answer, text.language || 'en', 1.0, { generation_prompt }, text.sourceAsset);
  }

  async isAvailable(): Promise<boolean> {
    return true;
  }
}
