import type { Clock, Logger } from '@mediaconduit/sdk';
import { ensureHome, homeId } from '../config/home';
import { EngineSet } from './engine-set';

/* eslint-disable @typescript-eslint/no-require-imports -- an engine is loaded when a service first needs it */
const loadProcessEngine = () => require('./process/process-engine') as typeof import('./process/process-engine');
const loadDockerEngine = () =>
  require('./trusted-compose/create-trusting-engine') as typeof import('./trusted-compose/create-trusting-engine');
const loadRemoteEngine = () => require('./remote/remote-engine') as typeof import('./remote/remote-engine');
/* eslint-enable @typescript-eslint/no-require-imports */

/** What the engines of this machine are made with. */
export interface EngineSetOptions {
  readonly home: string;
  /** Where the compose files that the user trusts are recorded. */
  readonly projectFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The engines process, docker and remote for this machine. */
export function createEngineSet({ home, projectFolder, environment, clock, log }: EngineSetOptions): EngineSet {
  return new EngineSet({
    process: () => loadProcessEngine().createProcessEngine({ clock, environment, home, log }),
    docker: () => {
      ensureHome(home);
      const options = { home, homeId: homeId(home), environment, log, projectFolder };
      return loadDockerEngine().createTrustingEngine(options);
    },
    remote: () => loadRemoteEngine().createRemoteEngine(),
  });
}
