import { MediaConduitError, type Image } from '@mediaconduit/sdk';
import type { Conversation, ParsedMessage } from './conversation';
import type { WireMessage } from './ollama-api';
import type { OllamaRequest } from './ollama-client';
import { toRunnerOptions, type OllamaTextToTextModelOptions } from './ollama-options';

/** Largest image, in bytes. */
const LARGEST_IMAGE = 64 * 1024 * 1024;

type Options = OllamaTextToTextModelOptions;
type Tool = NonNullable<Options['tools']>[number];

/**
 * The request for a conversation: `/api/chat` for messages and wherever there are tools, else `/api/generate`.
 * @throws `MC_OPTIONS_INVALID` for an option that only goes with a prompt, and what reading an image fails with.
 */
export async function toTextRequest(
  model: string,
  conversation: Conversation,
  options: Options,
  signal?: AbortSignal,
): Promise<OllamaRequest> {
  const { think, format, keepAlive, truncate = false } = options;
  const shared = { model, think, format, keep_alive: keepAlive, truncate, options: toRunnerOptions(options) };
  const { system, suffix, raw } = options;
  if (!('messages' in conversation) && options.tools === undefined) {
    const images = await encodeImages(conversation.images, signal);
    return { path: '/api/generate', json: { ...shared, prompt: conversation.prompt, images, system, suffix, raw } };
  }
  if (suffix !== undefined || raw !== undefined) throw onlyWithPrompt(suffix === undefined ? 'raw' : 'suffix');
  const messages = await toMessages(conversation, system, signal);
  return { path: '/api/chat', json: { ...shared, messages, tools: options.tools?.map(toWireTool) } };
}

async function toMessages(conversation: Conversation, system: string | undefined, signal?: AbortSignal) {
  const said: readonly ParsedMessage[] =
    'messages' in conversation
      ? conversation.messages
      : [{ role: 'user', content: conversation.prompt, images: conversation.images }];
  const messages = await Promise.all(said.map((message) => toWireMessage(message, signal)));
  return system === undefined ? messages : [{ role: 'system', content: system }, ...messages];
}

async function toWireMessage(message: ParsedMessage, signal?: AbortSignal): Promise<WireMessage> {
  const { role, content, images, toolCalls, toolName, toolCallId } = message;
  return {
    role,
    content,
    images: await encodeImages(images, signal),
    tool_calls: toolCalls?.map(({ id, name, arguments: given }) => ({ id, function: { name, arguments: given } })),
    tool_name: toolName,
    tool_call_id: toolCallId,
  };
}

async function encodeImages(images: readonly Image[], signal?: AbortSignal): Promise<string[] | undefined> {
  if (images.length === 0) return undefined;
  const bytes = await Promise.all(images.map((image) => image.bytes({ maxBytes: LARGEST_IMAGE, signal })));
  return bytes.map((one) => one.toString('base64'));
}

function toWireTool(tool: Tool): { type: 'function'; function: unknown } {
  const { name, description, parameters } = tool;
  return { type: 'function', function: tool.function ?? { name, description, parameters } };
}

function onlyWithPrompt(option: string): MediaConduitError {
  return new MediaConduitError('MC_OPTIONS_INVALID', `${option} goes with a prompt, not with messages or tools.`, {
    hint: `leave out ${option}, or give a prompt`,
    facts: { option },
  });
}
