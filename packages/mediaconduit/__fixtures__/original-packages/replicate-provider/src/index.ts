export { ReplicateProvider } from './ReplicateProvider';
export { ReplicateClient } from './ReplicateClient';
export type { ReplicateConfig } from './ReplicateClient';

export { ReplicateProvider as default } from './ReplicateProvider';
