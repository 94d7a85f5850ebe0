import {
  MediaConduitError,
  type CallOptions,
  type ModelInfo,
  type RunContext,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import type { Conversation } from './conversation';
import { GeneratedText } from './generated-text';
import type { GenerationLine } from './ollama-api';
import type { OllamaHost } from './ollama-host';
import type { OllamaTextToTextModelOptions } from './ollama-options';
import { toTextRequest } from './text-request';

/** Lets a model answer, and tells what it says while it does. A model that is missing is pulled first. */
export async function* generateText(
  host: OllamaHost,
  { id }: Pick<ModelInfo, 'id'>,
  conversation: Conversation,
  { options, call }: RunContext<OllamaTextToTextModelOptions>,
): AsyncGenerator<StreamEvent, Text, void> {
  const { client, library, provider } = host;
  const request = await toTextRequest(id, conversation, options, call.signal);
  const { lines, timing } = await library.with(id, { ...call, pull: options.pull }, async () => {
    // Ollama passes over the images of a model that cannot see, and answers all the same
    if (hasImages(conversation)) await requireSight(host, id, call);
    return client.lines<GenerationLine>(request, call);
  });
  const generated = new GeneratedText();
  for await (const line of lines) {
    client.check(line, request);
    for (const event of generated.add(line)) yield event;
  }
  if (!generated.isWhole) throw client.unfinished(request.path);
  const text = generated.toText(id, options.format !== undefined);
  text.timing = timing;
  const input = 'messages' in conversation ? conversation : conversation.prompt;
  text.lineage = { provider, model: id, options, inputs: [input] };
  return text;
}

async function requireSight({ library }: OllamaHost, model: string, { signal }: CallOptions): Promise<void> {
  const { capabilities } = await library.show(model, { signal });
  if (capabilities.includes('image-to-text')) return;
  throw new MediaConduitError('MC_INPUT_INVALID', `${model} cannot see images.`, {
    hint: 'choose a model with the capability image-to-text, such as llava or gemma3',
    facts: { model, capabilities },
  });
}

function hasImages(conversation: Conversation): boolean {
  if (!('messages' in conversation)) return conversation.images.length > 0;
  return conversation.messages.some(({ images }) => images.length > 0);
}
