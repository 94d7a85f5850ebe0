import {
  checkMediaType,
  isMedia,
  MediaConduitError,
  textOf,
  toMedia,
  type ChatMessage,
  type Image,
  type MediaLike,
  type ReadOptions,
} from '@mediaconduit/sdk';

/** A tool that the model asks for. */
export interface OllamaToolCall {
  readonly id?: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A message with what Ollama takes beside its text. */
export interface OllamaMessage extends ChatMessage {
  readonly images?: readonly MediaLike<Image>[];
  /** Of the assistant: what it asked for, as it stands in `metadata.toolCalls` of a result. */
  readonly toolCalls?: readonly OllamaToolCall[];
  /** Of a tool: the one that this is the result of. */
  readonly toolName?: string;
  /** Of a tool: the call that this is the result of. */
  readonly toolCallId?: string;
}

/** A message whose images are there. */
export interface ParsedMessage extends Omit<OllamaMessage, 'images'> {
  readonly images: readonly Image[];
}

/** What a text model is called with: a prompt, or messages. */
export type Conversation =
  { readonly prompt: string; readonly images: readonly Image[] } | { readonly messages: readonly ParsedMessage[] };

const ROLES = ['system', 'user', 'assistant', 'tool'];
const FORMATS = ['image/png', 'image/jpeg', 'image/webp'];

/**
 * Reads a prompt (a string, a `Text`, a list of them, `{ text, images }`) or `{ messages }`. Looks at the first bytes of
 * images, so that nothing is started for what is none.
 * @throws `MC_INPUT_INVALID`, and what reading an image fails with.
 */
export async function parseConversation(input: unknown, options: ReadOptions = {}): Promise<Conversation> {
  const named = typeof input === 'object' && input !== null && !isMedia(input) ? (input as NamedInput) : {};
  if (Array.isArray(named.messages)) return { messages: await parseMessages(named.messages, options) };
  const { image, images = image === undefined ? [] : [image] } = named;
  return { prompt: textOf(input), images: await parseImages(images, options) };
}

interface NamedInput {
  readonly messages?: unknown;
  readonly image?: unknown;
  readonly images?: unknown;
}

async function parseMessages(messages: readonly unknown[], options: ReadOptions): Promise<ParsedMessage[]> {
  if (messages.length === 0) throw refused('The conversation has no messages.');
  return Promise.all(
    messages.map((message, index) => parseMessage(message, { ...options, which: `Message ${index + 1}` })),
  );
}

async function parseMessage(
  value: unknown,
  { which, signal }: ReadOptions & { readonly which: string },
): Promise<ParsedMessage> {
  const message = (value ?? {}) as Partial<OllamaMessage>;
  const { role, content = '', images = [] } = message;
  if (role === undefined || !ROLES.includes(role)) {
    throw refused(`${which} has the role ${JSON.stringify(role)}.`, `roles: ${ROLES.join(', ')}`);
  }
  const text = isMedia(content, 'text') ? content.content : content;
  if (typeof text !== 'string') throw refused(`The content of ${which.toLowerCase()} is no text.`);
  const parsed = { ...message, role, content: text, images: await parseImages(images, { signal }) };
  if (role !== 'user' || /\S/.test(text) || parsed.images.length > 0) return parsed;
  throw refused(`${which} is empty.`);
}

/** Also of one image alone. */
export async function parseImages(images: unknown, options: ReadOptions = {}): Promise<Image[]> {
  const list: readonly unknown[] = Array.isArray(images) ? images : [images];
  return Promise.all(list.map((image) => parseImage(image, options)));
}

async function parseImage(input: unknown, options: ReadOptions): Promise<Image> {
  const image = toMedia('image', input);
  const { mimeType } = await checkMediaType(image, 'image', options);
  if (FORMATS.includes(mimeType)) return image;
  throw refused(`Ollama does not read ${mimeType}.`, 'give the image as PNG, JPEG or WebP');
}

function refused(message: string, hint = 'give a prompt, or messages with { role, content }'): MediaConduitError {
  return new MediaConduitError('MC_INPUT_INVALID', message, { hint });
}
