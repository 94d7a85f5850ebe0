export type { CowsayTextToTextModelOptions } from './cowsay-options';
export { CowsayProvider, CowsayProvider as default, CowsayProvider as CowsayDockerProvider } from './cowsay-provider';
export { CowsayTextToTextModel } from './cowsay-text-to-text-model';
