import { dockerEngineOptions, type CreateDockerEngineOptions } from '../docker/create-docker-engine';
import { runCommand } from './run-command';
import { TrustingDockerEngine } from './trusting-docker-engine';

/** What the composition root knows. */
export interface CreateTrustingEngineOptions extends CreateDockerEngineOptions {
  /** Where the compose files that the user trusts are recorded. */
  readonly projectFolder: string;
}

/** The engine `docker` of a project. */
export function createTrustingEngine(options: CreateTrustingEngineOptions): TrustingDockerEngine {
  const { projectFolder } = options;
  return new TrustingDockerEngine({ ...dockerEngineOptions(options), projectFolder, run: runCommand });
}
