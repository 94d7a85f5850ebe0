import {
  BaseModel,
  Embedding,
  textOf,
  unexpectedReply,
  type CallOptions,
  type InputOf,
  type ModelInfo,
  type RunContext,
} from '@mediaconduit/sdk';
import { toMs } from './generated-text';
import { isEmbedReply } from './ollama-api';
import type { OllamaHost } from './ollama-host';
import { OLLAMA_EMBEDDING_OPTIONS, toRunnerOptions, type OllamaTextToEmbeddingModelOptions } from './ollama-options';

const PATH = '/api/embed';

type Options = OllamaTextToEmbeddingModelOptions;

/** Turns a text into a point in the space of meanings of this model, at distance 1 from its middle. */
export class OllamaTextToEmbeddingModel extends BaseModel<'text-to-embedding', string, Options> {
  override readonly optionsSchema = OLLAMA_EMBEDDING_OPTIONS;

  constructor(
    info: ModelInfo,
    private readonly host: OllamaHost,
  ) {
    super(info);
  }

  protected override parseInput(input: InputOf<'text-to-embedding'>): string {
    return textOf(input);
  }

  /** One embedding for each text of a list, in one request. `transform` takes a list as one text. */
  async transformAll(input: InputOf<'text-to-embedding'>, options?: Options & CallOptions): Promise<Embedding[]> {
    const texts = (Array.isArray(input) ? input : [input]).map(textOf);
    return texts.length === 0 ? [] : this.#embed(texts, this.contextOf(options));
  }

  protected override async run(text: string, context: RunContext<Options>): Promise<Embedding> {
    const [embedding] = await this.#embed([text], context);
    return embedding as Embedding; // as many come out as go in
  }

  async #embed(input: readonly string[], { options, call }: RunContext<Options>): Promise<Embedding[]> {
    const { dimensions, keepAlive, truncate = false, pull } = options;
    const body = { model: this.id, input, dimensions, truncate, keep_alive: keepAlive };
    const json = { ...body, options: toRunnerOptions(options) };
    const { client, library, provider } = this.host;
    const reply = await library.with(this.id, { ...call, pull }, () => client.request({ path: PATH, json }, call));
    const answer: unknown = reply.json();
    if (!isEmbedReply(answer, input.length)) {
      throw unexpectedReply('ollama', { expected: `an embedding for each of ${input.length} texts`, reply: answer });
    }
    return answer.embeddings.map((vector, index) => {
      const embedding = new Embedding(Float32Array.from(vector), {
        model: this.id,
        promptTokens: answer.prompt_eval_count,
        totalMs: toMs(answer.total_duration),
        loadMs: toMs(answer.load_duration),
      });
      embedding.timing = reply.timing;
      embedding.lineage = { provider, model: this.id, options, inputs: [input[index]] };
      return embedding;
    });
  }
}
