export { OllamaDockerProvider } from './OllamaDockerProvider';
export { OllamaTextToTextModel } from './OllamaTextToTextModel';
export type { OllamaConfig } from './OllamaAPIClient';

export { OllamaDockerProvider as default } from './OllamaDockerProvider';
