export { OpenRouterProvider } from './OpenRouterProvider';
export { OpenRouterTextToTextModel } from './OpenRouterTextToTextModel';

export { OpenRouterProvider as default } from './OpenRouterProvider';
