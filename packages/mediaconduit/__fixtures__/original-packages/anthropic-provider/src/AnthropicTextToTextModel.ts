import { ModelMetadata } from '@mediaconduit/mediaconduit/src/media/models/abstracts/Model';
import { TextToTextModel, TextToTextOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToTextModel';
import { Text, TextRole } from '@mediaconduit/mediaconduit/src/media/assets/roles';
import { createGenerationPrompt, extractInputContent } from '@mediaconduit/mediaconduit/src/media/utils/GenerationPromptHelper';

export class AnthropicTextToTextModel extends TextToTextModel {
  constructor(config: { modelId: string; metadata?: Partial<ModelMetadata> }) {
    const metadata: ModelMetadata = {
      id: config.modelId,
      name: config.modelId,
      description: '',
      version: '1.0.0',
      provider: 'anthropic',
      capabilities: ['text-to-text'],
      inputTypes: ['text'],
      outputTypes: ['text'],
      ...config.metadata,
    };
    super(metadata);
  }

  async transform(input: TextRole | TextRole[], options?: TextToTextOptions): Promise<Text> {
    const text = await (Array.isArray(input) ? input[0] : input).asRole(Text);
    const generation_prompt = createGenerationPrompt({ input, options, modelId: this.getId() });
    return new Text(`anthropic: ${text.content}`, text.language || 'en', 1.0, { generation_prompt }, text.sourceAsset);
  }

  async isAvailable(): Promise<boolean> {
    return true;
  }
}
