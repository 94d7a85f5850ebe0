import { basename, dirname, isAbsolute, resolve } from 'node:path';
import { BaseProvider, type ModelInfo, type ServiceHandle } from '@mediaconduit/sdk';
import { WhisperAudioToTextModel, type WhisperHost } from './whisper-audio-to-text-model';
import type { ModelEntry } from './whisper-api';
import { WhisperClient } from './whisper-client';

/**
 * Offers the models of `MediaConduit.provider.yml`, every other one that its service knows, and local weights: the id of
 * such a model is the path of its folder, as the service sees it.
 */
export class WhisperProvider extends BaseProvider {
  static override readonly packageFolder = dirname(__dirname);
  #host: (WhisperHost & { readonly service: ServiceHandle }) | undefined;

  protected override createModel(info: ModelInfo): WhisperAudioToTextModel {
    return new WhisperAudioToTextModel(info, this.#whisper);
  }

  protected override async discoverModels(): Promise<readonly ModelInfo[]> {
    return (await this.#whisper.client.models()).map((entry) => this.#infoOf(entry));
  }

  /** A folder is not looked into here: the service may run elsewhere. */
  protected override async findModel(id: string): Promise<ModelInfo> {
    if (isAbsolute(id) || /^\.{1,2}[/\\]/.test(id)) return this.#localModel(resolve(id));
    return super.findModel(id);
  }

  /** Made anew when another service was configured. */
  get #whisper(): WhisperHost {
    const service = this.requireService();
    if (this.#host?.service !== service) {
      this.#host = { provider: this.id, client: new WhisperClient(service), service };
    }
    return this.#host;
  }

  #infoOf({ id, description }: ModelEntry): ModelInfo {
    const { limits } = this.manifest.models[0] ?? {};
    return { id, name: id, description, capabilities: this.capabilities, limits };
  }

  #localModel(folder: string): ModelInfo {
    return {
      id: folder,
      name: basename(folder),
      description: `The weights in ${folder}`,
      capabilities: this.capabilities,
    };
  }
}
