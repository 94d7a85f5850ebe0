import type { OllamaClient } from './ollama-client';
import type { OllamaLibrary } from './ollama-library';

/** What a model needs of its provider. */
export interface OllamaHost {
  /** The id that results name as their maker. */
  readonly provider: string;
  readonly client: OllamaClient;
  readonly library: OllamaLibrary;
}
