import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOllamaModels } from '../assets/ollama-model.mjs';

const NAME = 'tiny-talker';

/** Puts a small model into the Ollama of a runtime, which starts. Resolves to its name. */
export async function createTinyTalker(runtime) {
  const service = await runtime.services.getService('ollama-service');
  const folder = await makeOllamaModels();
  const bytes = readFileSync(join(folder, `${NAME}.gguf`));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  await service.request({ path: `/api/blobs/${digest}`, method: 'POST', body: bytes });
  const body = JSON.parse(readFileSync(join(folder, `${NAME}.json`), 'utf8'));
  await service.request({ path: '/api/create', json: { ...body, files: { [`${NAME}.gguf`]: digest }, stream: false } });
  return NAME;
}
