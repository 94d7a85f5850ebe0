export { AnthropicProvider } from './AnthropicProvider';
export { AnthropicTextToTextModel } from './AnthropicTextToTextModel';

export { AnthropicProvider as default } from './AnthropicProvider';
