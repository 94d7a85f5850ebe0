import type { CapabilityWords } from './capability-words';
import type { TemplateValues } from './template-values';

/** As the test kit reads it. */
interface Exchange {
  readonly request: { readonly method: string; readonly path: string };
  readonly response: Readonly<Record<string, unknown>>;
}

/** What a service or API of that kind answers when a model with that capability is called. */
export function recordedExchanges(capability: CapabilityWords, { endpoint, kind }: TemplateValues): Exchange[] {
  const { id } = capability;
  if (kind === 'api') return [exchange('POST', `/${id}`, plainReply(capability))];
  if (kind === 'openai') return [exchange('POST', OPENAI_PATHS[id] ?? '', openaiReply(capability))];
  if (kind === 'cog') return [exchange('POST', '/predictions', { json: prediction(capability) })];
  if (kind === 'gradio') return gradioExchanges(capability, `/gradio_api/call${endpoint ?? ''}`);
  return [exchange('POST', `/v1/tasks/${id}`, plainReply(capability))];
}

function exchange(method: string, path: string, response: Exchange['response']): Exchange {
  return { request: { method, path }, response };
}

function fileReply({ outputExtension, outputType }: CapabilityWords): Exchange['response'] {
  return { headers: { 'content-type': outputType }, file: `sample.${outputExtension}` };
}

function plainReply(capability: CapabilityWords): Exchange['response'] {
  if (capability.isBinary) return fileReply(capability);
  return { json: capability.output === 'text' ? { text: 'Hello' } : { embedding: [0.25, 0.5] } };
}

const OPENAI_PATHS: Readonly<Partial<Record<string, string>>> = {
  'text-to-text': '/chat/completions',
  'image-to-text': '/chat/completions',
  'text-to-image': '/images/generations',
  'text-to-audio': '/audio/speech',
  'audio-to-text': '/audio/transcriptions',
  'text-to-embedding': '/embeddings',
};

function openaiReply(capability: CapabilityWords): Exchange['response'] {
  const { id, outputBase64 } = capability;
  if (id === 'text-to-image') return { json: { data: [{ b64_json: outputBase64 }] } };
  if (id === 'text-to-audio') return fileReply(capability);
  if (id === 'audio-to-text') return { json: { text: 'Hello' } };
  if (id === 'text-to-embedding') return { json: { data: [{ embedding: [0.25, 0.5] }] } };
  return { json: { choices: [{ message: { role: 'assistant', content: 'Hello' } }] } };
}

function prediction({ isBinary, output, outputBase64, outputType }: CapabilityWords): object {
  const made = isBinary ? `data:${outputType};base64,${outputBase64}` : output === 'text' ? ['Hel', 'lo'] : [0.25, 0.5];
  return { status: 'succeeded', output: made };
}

function gradioExchanges(capability: CapabilityWords, call: string): Exchange[] {
  const { input, isBinary, output } = capability;
  const path = '/tmp/gradio/output.bin';
  const made = isBinary ? { path } : output === 'text' ? 'Hello' : [0.25, 0.5];
  const events = `event: heartbeat\ndata: null\n\nevent: complete\ndata: ${JSON.stringify([made])}\n\n`;
  const stream = { headers: { 'content-type': 'text/event-stream' }, text: events };
  return [
    ...(input === 'text' ? [] : [exchange('POST', '/gradio_api/upload', { json: ['/tmp/gradio/input.bin'] })]),
    exchange('POST', call, { json: { event_id: 'e1' } }),
    exchange('GET', `${call}/e1`, stream),
    ...(isBinary ? [exchange('GET', `/gradio_api/file=${path}`, fileReply(capability))] : []),
  ];
}
