import {
  isMedia,
  StreamingModel,
  type CallOptions,
  type InputOf,
  type ModelInfo,
  type RunContext,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import { parseConversation, parseImages, type Conversation, type OllamaMessage } from './conversation';
import { generateText } from './generate-text';
import type { OllamaHost } from './ollama-host';
import { OLLAMA_TEXT_OPTIONS, type OllamaTextToTextModelOptions } from './ollama-options';

const DESCRIBE = 'Describe this image.';

type Seeing = 'text-to-text' | 'image-to-text';
type Options = OllamaTextToTextModelOptions;

/**
 * A model that also sees. An image alone is described, or as the option `prompt` says; with `{ text, images }` and in
 * messages both are given. A string is always text: name the file of an image in `{ images }`, or give an `Image`.
 */
export class OllamaImageToTextModel extends StreamingModel<Seeing, Conversation, Options> {
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

  protected override async parseInput(input: InputOf<Seeing>): Promise<Conversation> {
    if (!isImageAlone(input)) return parseConversation(input);
    return { prompt: '', images: await parseImages(input) };
  }

  protected override runStream(
    conversation: Conversation,
    context: RunContext<Options>,
  ): AsyncGenerator<StreamEvent, Text, void> {
    const { prompt = DESCRIBE } = context.options;
    const isImageOnly = 'prompt' in conversation && conversation.prompt === '';
    return generateText(this.host, this.info, isImageOnly ? { ...conversation, prompt } : conversation, context);
  }
}

/** A value, bytes, a URL or a stream, or a list that begins with one: not what text comes as. */
function isImageAlone(input: unknown): boolean {
  if (Array.isArray(input)) return isImageAlone(input[0]);
  if (typeof input !== 'object' || input === null) return false;
  return !isMedia(input, 'text') && !('text' in input) && !('messages' in input);
}
