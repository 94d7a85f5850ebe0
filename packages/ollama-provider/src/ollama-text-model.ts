import {
  StreamingModel,
  type CallOptions,
  type InputOf,
  type ModelInfo,
  type OutputOf,
  type ReadOptions,
  type RunContext,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import { parseConversation, type Conversation, type OllamaMessage } from './conversation';
import { generateText } from './generate-text';
import type { OllamaHost } from './ollama-host';
import { OLLAMA_TEXT_OPTIONS, type OllamaTextToTextModelOptions } from './ollama-options';

type Options = OllamaTextToTextModelOptions;

/** What every model that answers has in common. Of each capability it may have, text is the output. */
export abstract class OllamaTextModel<C extends 'text-to-text' | 'image-to-text'> extends StreamingModel<
  C,
  Conversation,
  Options
> {
  override readonly optionsSchema = OLLAMA_TEXT_OPTIONS;

  constructor(
    info: ModelInfo,
    private readonly host: OllamaHost,
  ) {
    super(info);
  }

  /** The same as `transform` with a string. */
  generate(prompt: string, options?: Options & CallOptions): Promise<Text> {
    return this.#answer(prompt, options);
  }

  /** Answers a conversation. */
  chat(messages: readonly OllamaMessage[], options?: Options & CallOptions): Promise<Text> {
    return this.#answer({ messages }, options);
  }

  protected override parseInput(input: InputOf<C>, options: ReadOptions): Promise<Conversation> {
    return parseConversation(input, options);
  }

  protected override runStream(
    conversation: Conversation,
    context: RunContext<Options>,
  ): AsyncGenerator<StreamEvent, OutputOf<C>, void> {
    const answer = generateText(this.host, this.info, conversation, context);
    return answer as AsyncGenerator<StreamEvent, Text & OutputOf<C>, void>;
  }

  #answer(input: InputOf<'text-to-text'>, options?: Options & CallOptions): Promise<Text> {
    return this.transform(input as InputOf<C>, options) as Promise<Text>;
  }
}
