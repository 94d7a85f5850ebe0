import type { ServiceHandle } from '@mediaconduit/sdk';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const ASSETS = join(__dirname, '../../../../tools/assets');

/** Our environment with the Ollama on its path that `tools/assets/ollama.mjs` builds; it is there when the suite runs. */
export function environmentWithOllama(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: [makeAsset('ollama'), process.env['PATH']].join(delimiter) };
}

/** Puts the small models of `tools/assets/ollama-model.mjs` into an Ollama. */
export async function createTinyModels(service: ServiceHandle): Promise<void> {
  const folder = makeAsset('ollama-model');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.gguf'))) {
    const body = JSON.parse(readFileSync(join(folder, name.replace('.gguf', '.json')), 'utf8')) as object;
    const digest = await sendBlob(service, readFileSync(join(folder, name)));
    await service.request({ path: '/api/create', json: { ...body, files: { [name]: digest }, stream: false } });
  }
}

/** The file of one of the small models. */
export function tinyModelFile(name: string): Buffer {
  return readFileSync(join(makeAsset('ollama-model'), `${name}.gguf`));
}

async function sendBlob(service: ServiceHandle, bytes: Buffer): Promise<string> {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  await service.request({ path: `/api/blobs/${digest}`, method: 'POST', body: bytes });
  return digest;
}

function makeAsset(name: string): string {
  return execFileSync(process.execPath, [join(ASSETS, `${name}.mjs`)], { encoding: 'utf8' }).trim();
}
