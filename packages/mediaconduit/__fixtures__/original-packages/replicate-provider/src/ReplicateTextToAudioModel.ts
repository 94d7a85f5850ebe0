import { TextToAudioModel, TextToAudioOptions } from '@mediaconduit/mediaconduit/src/media/models/abstracts/TextToAudioModel';
import { Audio, AudioRole, Text, TextRole } from '@mediaconduit/mediaconduit/src/media/assets/roles';

export interface ReplicateTextToAudioOptions extends TextToAudioOptions {
  voiceToClone?: AudioRole;
}

export class ReplicateTextToAudioModel extends TextToAudioModel {
  async transform(input: TextRole | TextRole[], options?: ReplicateTextToAudioOptions): Promise<Audio> {
    const text = await (Array.isArray(input) ? input[0] : input).asRole(Text);
    const voice = options?.voiceToClone ? await options.voiceToClone.asRole(Audio) : undefined;
    const audio = new Audio(Buffer.concat([Buffer.from('ID3'), voice?.data ?? Buffer.alloc(0)]), text.sourceAsset);
    if (audio.metadata) audio.metadata.format = 'mp3';
    return audio;
  }

  async isAvailable(): Promise<boolean> {
    return true;
  }

  getSupportedFormats(): string[] {
    return ['mp3'];
  }

  getAvailableVoices(): string[] {
    return [];
  }

  supportsVoiceCloning(): boolean {
    return true;
  }

  getMaxTextLength(): number {
    return 500;
  }
}
