import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { assetFolder } from '../assets/asset-folder.mjs';
import { ollamaFolder } from '../assets/ollama.mjs';

/** The folder of the Ollama that the tests have built, if they have; to be looked into after the PATH. */
export function ollamaOnDisk() {
  return existsSync(ollamaFolder()) ? [ollamaFolder()] : [];
}

/** The weights that the tests have brought, if they have. */
export function whisperOnDisk() {
  const cache = dirname(assetFolder('any', {}));
  const folders = existsSync(cache)
    ? readdirSync(cache).filter((name) => /^whisper-weights-[0-9a-f]+$/.test(name))
    : [];
  return folders.map((name) => join(cache, name, 'whisper-base')).find((folder) => existsSync(folder));
}
