import {
  StreamingModel,
  type CallOptions,
  type Capability,
  type InputOf,
  type Media,
  type Model,
  type ModelInfo,
  type ModelOptions,
  type RunContext,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import type { OllamaMessage } from './conversation';
import type { OllamaHost } from './ollama-host';
import { OLLAMA_OPTIONS } from './ollama-options';

/**
 * A model that Ollama does not have yet, and of which nobody knows what it can: the first call pulls it, and goes to
 * the model that it turns out to be.
 */
export class OllamaUnpulledModel extends StreamingModel<Capability, InputOf<Capability>> {
  /** Of all kinds of models; the one that it turns out to be checks again. */
  override readonly optionsSchema = OLLAMA_OPTIONS;
  #model: Model | undefined;

  /** @param open makes the model once it is known. */
  constructor(
    info: ModelInfo,
    private readonly host: OllamaHost,
    private readonly open: (info: ModelInfo) => Model,
  ) {
    super(info);
  }

  /** Goes on behind a prompt. */
  generate(prompt: string, options?: ModelOptions & CallOptions): Promise<Text> {
    return this.transform(prompt, options) as Promise<Text>;
  }

  /** Answers a conversation. */
  chat(messages: readonly OllamaMessage[], options?: ModelOptions & CallOptions): Promise<Text> {
    return this.transform({ messages }, options) as Promise<Text>;
  }

  protected override parseInput(input: InputOf<Capability>): InputOf<Capability> {
    return input;
  }

  protected override async *runStream(
    input: InputOf<Capability>,
    { options, call }: RunContext<ModelOptions>,
  ): AsyncGenerator<StreamEvent, Media, void> {
    this.#model ??= this.open(await this.#describe({ ...call, pull: options['pull'] as boolean | undefined }));
    const whole = { ...options, ...call };
    if (!this.#model.stream) return this.#model.transform(input, whole);
    const stream = this.#model.stream(input, whole);
    // what it reports goes through call.onProgress already
    for await (const event of stream) if (event.type !== 'progress') yield event;
    return stream;
  }

  #describe(call: CallOptions & { pull?: boolean }): Promise<ModelInfo> {
    const { library } = this.host;
    return library.with(this.id, call, () => library.describe(this.id, call));
  }
}
