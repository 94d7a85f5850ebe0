import type { OllamaProvider, OllamaTextToEmbeddingModel, OllamaTextToTextModel } from '../index';
import { WEATHER_TOOL } from './weather-tool';

/** An answer that has only one form. */
export const CITY_FORMAT = { type: 'object', properties: { city: { enum: ['Oslo'] } }, required: ['city'] };

/** More than the small models look at. */
export const LONG_TEXT = 'word '.repeat(3000);

/** The calls whose answers stand in `recordings/ollama.json`. */
export async function makeRecordedCalls(ollama: OllamaProvider): Promise<void> {
  const talker = (await ollama.getModel('tiny-talker')) as OllamaTextToTextModel;
  await ollama.refreshModels();
  await talker.generate('Hello', { temperature: 0, seed: 7, numCtx: 1024, keepAlive: '5m' });
  await talker.chat([{ role: 'user', content: 'Hello' }]);
  await talker.generate('Weather?', { tools: [WEATHER_TOOL] });
  await talker.generate('Where?', { format: CITY_FORMAT, temperature: 0 });
  const thinker = (await ollama.getModel('tiny-thinker')) as OllamaTextToTextModel;
  await thinker.generate('Hello', { think: true });
  const embedder = (await ollama.getModel('tiny-embedder')) as OllamaTextToEmbeddingModel;
  await embedder.transformAll(['tea', 'coffee'], { dimensions: 4 });
  await ollama.copyModel('tiny-talker', 'parrot');
  await ollama.deleteModel('parrot');
  const missing = (await ollama.getModel('127.0.0.1:1/library/none')) as OllamaTextToTextModel;
  await Promise.allSettled([talker.generate(LONG_TEXT)]);
  await Promise.allSettled([talker.generate('x', { think: true }), missing.generate('x')]);
}
