import { TextToImageModel, TextToImageOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToImageModel';
import { Image, ImageFormat, Text, TextRole } from '@mediaconduit/mediaconduit/src/media/assets/roles';
import { GenerationPrompt } from '@mediaconduit/mediaconduit/src/media/assets/roles/types/metadata';
import { createGenerationPrompt } from '@mediaconduit/mediaconduit/src/media/utils/GenerationPromptHelper';

export interface ReplicateTextToImageOptions extends TextToImageOptions {
  seed?: number;
}

export class ReplicateTextToImageModel extends TextToImageModel {
  constructor(private readonly parts: { modelId: string; replicateClient: any }) {
    super({
      id: parts.modelId,
      name: parts.modelId,
      description: '',
      version: '1.0.0',
      provider: 'replicate',
      capabilities: ['text-to-image'],
      inputTypes: ['text'],
      outputTypes: ['image'],
    });
  }

  async transform(input: TextRole | TextRole[], options?: ReplicateTextToImageOptions): Promise<Image> {
    const text = await (Array.isArray(input) ? input[0] : input).asRole(Text);
    const bytes: Buffer = await this.parts.replicateClient.run(this.getId(), { input: { prompt: text.content } });
    const prompt: GenerationPrompt = createGenerationPrompt({ input, options, modelId: this.getId(), predictionId: 'p-1' });
    const format: ImageFormat = 'png';
    return new Image(bytes, format, { fileSize: bytes.length, format, protocol: this.protocolOf('https'), generation_prompt: prompt });
  }

  private protocolOf(name: string): string {
    const module = name === 'https' ? require('https') : require('http');
    return typeof module.get === 'function' ? name : 'none';
  }

  async isAvailable(): Promise<boolean> {
    return true;
  }
}
