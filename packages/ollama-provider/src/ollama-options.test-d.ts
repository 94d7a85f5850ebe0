import type { Embedding, Text } from '@mediaconduit/sdk';
import type {
  OllamaImageToTextModel,
  OllamaMessage,
  OllamaTextToEmbeddingModel,
  OllamaTextToTextModel,
  OllamaTextToTextModelOptions,
} from './index';

declare const talker: OllamaTextToTextModel;
declare const seer: OllamaImageToTextModel;
declare const embedder: OllamaTextToEmbeddingModel;

const messages: readonly OllamaMessage[] = [
  { role: 'user', content: 'What is it?', images: ['./cat.png', Buffer.alloc(1)] },
  { role: 'assistant', content: '', toolCalls: [{ name: 'look', arguments: { where: 'there' } }] },
  { role: 'tool', content: 'a cat', toolName: 'look' },
];

void ([
  talker.transform('Hello'),
  talker.transform({ messages }),
  talker.transform('Hello', { temperature: 0.2, topP: 0.9, numCtx: 8192, stop: ['.'], keepAlive: -1 }),
  talker.chat(messages, { think: 'high', format: { type: 'object' }, tools: [{ name: 'look', parameters: {} }] }),
  seer.transform(Buffer.alloc(1), { prompt: 'What is it?' }),
  seer.transform({ text: 'What is it?', images: ['./cat.png'] }),
] satisfies Promise<Text>[]);
void ([embedder.transform('tea', { dimensions: 8 })] satisfies Promise<Embedding>[]);
void (embedder.transformAll(['tea']) satisfies Promise<Embedding[]>);
({}) satisfies OllamaTextToTextModelOptions;

// @ts-expect-error -- Ollama's own spelling is not taken
void talker.transform('Hello', { top_p: 1 });
// @ts-expect-error -- no such way to think
void talker.transform('Hello', { think: 'slowly' });
// @ts-expect-error -- text models do not take bytes
void talker.transform(Buffer.alloc(1));
// @ts-expect-error -- an embedding has no temperature
void embedder.transform('tea', { temperature: 1 });
