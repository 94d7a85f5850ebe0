import {
  BaseModel,
  type BinaryKind,
  type Capability,
  type InputOf,
  type MediaByKind,
  type ModelInfo,
  type OutputOf,
  type ReadOptions,
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

/** The kind that stands last in a capability. */
type MadeBy<C extends Capability> = C extends `${string}-to-${infer Kind extends BinaryKind}` ? Kind : never;

/** Files in, files out. A subclass says what it makes, and names the fields of its form. */
export abstract class FfmpegModel<C extends Capability, O extends object> extends BaseModel<C, InputFile[], O> {
  protected readonly client: FfmpegClient;
  protected abstract readonly capability: C;
  protected abstract readonly makes: MadeBy<C>;
  protected abstract readonly fields: FieldKinds;
  readonly #provider: string;

  constructor({ info, provider, client }: FfmpegModelParts) {
    super(info);
    this.#provider = provider;
    this.client = client;
  }

  protected override parseInput(input: InputOf<C>, { signal }: ReadOptions): Promise<InputFile[]> {
    return parseFiles(input, { fields: this.fields, info: this.info, signal });
  }

  protected override async run(files: InputFile[], context: RunContext<O>): Promise<OutputOf<C>> {
    const [made] = await this.make(files, context);
    if (!made) throw invalidReply('a result without an output');
    return made;
  }

  /** Does the work and fetches the first `count` results. */
  protected async make(
    files: readonly InputFile[],
    { options, call }: RunContext<O>,
    count = 1,
  ): Promise<OutputOf<C>[]> {
    const outcome = await this.client.runTask({ capability: this.capability, parameters: options, files }, call);
    const made = await this.#fetch(outcome, { options, call }, count);
    for (const media of made) {
      const inputs = files.map((file) => file.media);
      media.lineage = { provider: this.#provider, model: this.id, options: { ...options }, inputs };
    }
    return made as OutputOf<C>[]; // MadeBy<C> is the kind of these
  }

  async #fetch(outcome: TaskOutcome, { call }: RunContext<O>, count: number): Promise<MediaByKind[MadeBy<C>][]> {
    const made: MediaByKind[MadeBy<C>][] = [];
    try {
      for (const output of outcome.outputs.slice(0, count)) {
        made.push(await this.client.fetchOutput(this.makes, output, outcome, call));
      }
      return made;
    } catch (error) {
      for (const media of made) if (!media.inMemory) media.stream().destroy();
      throw error;
    }
  }
}
