import type { ServiceRuns } from './kinds';

const HOW_IT_RUNS = ['MediaConduit.service.yml', 'docker-compose.yml'];
const CONTAINER = [...HOW_IT_RUNS, 'Dockerfile', '.dockerignore'];

/** What is published of a service, from its folder. */
export const SERVICE_FILES: Readonly<Record<ServiceRuns, readonly string[]>> = {
  node: ['dist/server.cjs', ...CONTAINER],
  python: ['app/**/*.py', 'requirements.lock', ...CONTAINER],
  image: HOW_IT_RUNS,
};
