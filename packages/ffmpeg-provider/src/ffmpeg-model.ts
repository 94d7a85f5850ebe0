import {
  BaseModel,
  type BinaryKind,
  type Capability,
  type InputOf,
  type MediaByKind,
  type ModelInfo,
  type RunContext,
} from '@mediaconduit/sdk';
import { invalidReply } from './ffmpeg-api';
import type { FfmpegClient, TaskOutcome } from './ffmpeg-client';
import { parseFiles, type FieldKinds, type InputFile } from './media-input';

/** What every ffmpeg model is made from. */
export interface FfmpegModelParts {
  readonly info: ModelInfo;
  /** The id that results name as their maker. */
  readonly provider: string;
  readonly client: FfmpegClient;
}

/** Files in, files out. A subclass names the fields of its form, and takes what the service made. */
export abstract class FfmpegModel<C extends Capability, O extends object> extends BaseModel<C, InputFile[], O> {
  protected readonly client: FfmpegClient;
  protected abstract readonly capability: C;
  protected abstract readonly fields: FieldKinds;
  readonly #provider: string;

  constructor({ info, provider, client }: FfmpegModelParts) {
    super(info);
    this.#provider = provider;
    this.client = client;
  }

  protected override parseInput(input: InputOf<C>): Promise<InputFile[]> {
    return parseFiles(input, this.fields, this.info);
  }

  /** Does the work and fetches the first `count` results. */
  protected async make<K extends BinaryKind>(
    kind: K,
    files: readonly InputFile[],
    { options, call }: RunContext<O>,
    count = 1,
  ): Promise<MediaByKind[K][]> {
    const outcome = await this.client.runTask({ capability: this.capability, parameters: options, files }, call);
    const made = await this.#fetch(kind, outcome, { options, call }, count);
    for (const media of made) {
      const inputs = files.map((file) => file.media);
      media.lineage = { provider: this.#provider, model: this.id, options: { ...options }, inputs };
    }
    return made;
  }

  /** The only result. */
  protected async makeOne<K extends BinaryKind>(
    kind: K,
    files: readonly InputFile[],
    context: RunContext<O>,
  ): Promise<MediaByKind[K]> {
    const [made] = await this.make(kind, files, context);
    if (!made) throw invalidReply('a result without an output');
    return made;
  }

  async #fetch<K extends BinaryKind>(
    kind: K,
    outcome: TaskOutcome,
    { call }: RunContext<O>,
    count: number,
  ): Promise<MediaByKind[K][]> {
    const made: MediaByKind[K][] = [];
    try {
      for (const output of outcome.outputs.slice(0, count)) {
        made.push(await this.client.fetchOutput(kind, output, outcome, call));
      }
      return made;
    } catch (error) {
      for (const media of made) if (!media.inMemory) media.stream().destroy();
      throw error;
    }
  }
}
