export * from './CowsayDockerProvider';
export * from './CowsayDockerModel';
export * from './CowsayAPIClient';
export * from './types';

export { CowsayDockerProvider as default } from './CowsayDockerProvider';
