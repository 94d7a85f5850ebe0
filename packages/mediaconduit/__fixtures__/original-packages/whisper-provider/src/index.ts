export { WhisperDockerProvider } from './WhisperDockerProvider';
export { WhisperAPIClient } from './WhisperAPIClient';
export type { WhisperModelInfo } from './types';

export { WhisperDockerProvider as default } from './WhisperDockerProvider';
