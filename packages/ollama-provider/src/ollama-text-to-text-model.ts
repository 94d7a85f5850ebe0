import {
  StreamingModel,
  type CallOptions,
  type InputOf,
  type ModelInfo,
  type RunContext,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import { parseConversation, type Conversation, type OllamaMessage } from './conversation';
import { generateText } from './generate-text';
import type { OllamaHost } from './ollama-host';
import { OLLAMA_TEXT_OPTIONS, type OllamaTextToTextModelOptions } from './ollama-options';

type Options = OllamaTextToTextModelOptions;

/**
 * Answers a prompt or a conversation. `metadata` of the result has `doneReason`, tokens, times, `thinking`, `toolCalls`
 * and, for JSON that was asked for, `json`.
 */
export class OllamaTextToTextModel extends StreamingModel<'text-to-text', Conversation, Options> {
  override readonly optionsSchema = OLLAMA_TEXT_OPTIONS;

  constructor(
    info: ModelInfo,
    private readonly host: OllamaHost,
  ) {
    super(info);
  }

  /** The same as `transform` with a string. */
  generate(prompt: string, options?: Options & CallOptions): Promise<Text> {
    return this.transform(prompt, options);
  }

  /** Answers a conversation. */
  chat(messages: readonly OllamaMessage[], options?: Options & CallOptions): Promise<Text> {
    return this.transform({ messages }, options);
  }

  protected override parseInput(input: InputOf<'text-to-text'>): Promise<Conversation> {
    return parseConversation(input);
  }

  protected override runStream(
    conversation: Conversation,
    context: RunContext<Options>,
  ): AsyncGenerator<StreamEvent, Text, void> {
    return generateText(this.host, this.info, conversation, context);
  }
}
