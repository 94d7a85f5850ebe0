export type { OllamaMessage, OllamaToolCall } from './conversation';
export { OllamaImageToTextModel } from './ollama-image-to-text-model';
export type { OllamaModelDetails, OllamaModelSummary } from './ollama-library';
export type { OllamaTextToEmbeddingModelOptions, OllamaTextToTextModelOptions } from './ollama-options';
export {
  OllamaProvider,
  OllamaProvider as default,
  OllamaProvider as OllamaDockerProvider,
  type OllamaHealth,
} from './ollama-provider';
export { OllamaTextToEmbeddingModel } from './ollama-text-to-embedding-model';
export { OllamaTextToTextModel } from './ollama-text-to-text-model';
export type { PullOptions } from './pull-model';
