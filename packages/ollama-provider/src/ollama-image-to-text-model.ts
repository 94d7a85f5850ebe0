import { isMedia, type InputOf, type ReadOptions, type RunContext } from '@mediaconduit/sdk';
import { parseImages, type Conversation } from './conversation';
import type { OllamaTextToTextModelOptions } from './ollama-options';
import { OllamaTextModel } from './ollama-text-model';

const DESCRIBE = 'Describe this image.';

type Seeing = 'text-to-text' | 'image-to-text';

/**
 * A model that also sees. An image alone is described, or as the option `prompt` says; with `{ text, images }` and in
 * messages both are given. A string is always text: name the file of an image in `{ images }`, or give an `Image`.
 */
export class OllamaImageToTextModel extends OllamaTextModel<Seeing> {
  protected override async parseInput(input: InputOf<Seeing>, options: ReadOptions): Promise<Conversation> {
    if (!isImageAlone(input)) return super.parseInput(input, options);
    return { prompt: '', images: await parseImages(input, options) };
  }

  protected override runStream(conversation: Conversation, context: RunContext<OllamaTextToTextModelOptions>) {
    const { prompt = DESCRIBE } = context.options;
    const isImageOnly = 'prompt' in conversation && conversation.prompt === '';
    return super.runStream(isImageOnly ? { ...conversation, prompt } : conversation, context);
  }
}

/** A value, bytes, a URL or a stream, or a list that begins with one: not what text comes as. */
function isImageAlone(input: unknown): boolean {
  if (Array.isArray(input)) return isImageAlone(input[0]);
  if (typeof input !== 'object' || input === null) return false;
  return !isMedia(input, 'text') && !('text' in input) && !('messages' in input);
}
